// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/window/Opened.h"

// What ran when the window was closed is offered the next time, in the order in which it stood, and
// starts by one button; closing offers to save the recording first.

#include "ui/Actions.h"
#include "ui/EmptyState.h"

#include <QtCore/QFile>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using models::SessionRecord;

class LastSessionsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
        QApplication::setQuitOnLastWindowClosed(false);
    }

    void whatRanIsOfferedAndStarts()
    {
        {
            Opened first({u"--serve"_s, u"chargen://127.0.0.1:0"_s, u"--serve"_s,
                          u"echo://127.0.0.1:0"_s, u"--serve"_s, u"discard://127.0.0.1:0"_s,
                          u"--connect"_s, u"load://127.0.0.1:0?rate=10"_s});
            QVERIFY(first.waitForServer());
            QTRY_COMPARE_WITH_TIMEOUT(first.sessionOf(u"load"_s).state, SessionRecord::Running,
                                      patience);
            QTRY_COMPARE_WITH_TIMEOUT(first.sessionOf(u"discard"_s).state, SessionRecord::Running,
                                      patience);
            // It does not run any more, and is not among them.
            QTRY_COMPARE_WITH_TIMEOUT(first.sessionOf(u"chargen"_s).state, SessionRecord::Running,
                                      patience);
            Q_EMIT first.window->stopRequested(first.sessionOf(u"chargen"_s).id.value);
            QTRY_COMPARE_WITH_TIMEOUT(first.sessionOf(u"chargen"_s).state, SessionRecord::Stopped,
                                      patience);
            first.actOnSession(first.sessionOf(u"discard"_s).id.value,
                               *first.window->actions().moveUp);
            first.window->closeUnasked();
            QTRY_VERIFY_WITH_TIMEOUT(first.program.isOver(), patience);
        }
        Opened second;
        auto *last = second.window->findChild<QPushButton *>(u"last"_s);
        QVERIFY(last && last->isVisible());
        QVERIFY2(last->accessibleDescription().startsWith(u"discard"), // as they stood
                 qPrintable(last->accessibleDescription()));
        QTest::mouseClick(last, Qt::LeftButton);
        QVERIFY(second.waitForServer());
        QTRY_COMPARE_WITH_TIMEOUT(second.sessionOf(u"load"_s).state, SessionRecord::Running,
                                  patience);
        QCOMPARE(second.sessions().size(), 3);
    }

    // Loops are asked for their timers only while somebody sees them.
    void timersThatWereInFrontAreShownAgain()
    {
        {
            Opened first;
            first.window->tabs().setCurrentIndex(ui::RecordTabs::Timers);
            first.window->closeUnasked();
            QTRY_VERIFY_WITH_TIMEOUT(first.program.isOver(), patience);
        }
        Opened second({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                       u"load://127.0.0.1:0?connections=3&rate=20"_s});
        QCOMPARE(second.window->tabs().current(), ui::RecordTabs::Timers);
        QTRY_VERIFY_WITH_TIMEOUT(second.rows(ui::RecordTabs::Timers).rowCount() >= 3, patience);
        second.window->tabs().setCurrentIndex(ui::RecordTabs::Connections);
        second.window->closeUnasked();
        QTRY_VERIFY_WITH_TIMEOUT(second.program.isOver(), patience);
    }

    void whereNothingRanNothingIsOffered()
    {
        {
            const Opened first;
            first.window->closeUnasked();
            QTRY_VERIFY_WITH_TIMEOUT(first.program.isOver(), patience);
        }
        const Opened second;
        QVERIFY(second.window->findChild<QPushButton *>(u"last"_s)->isHidden());
    }

    void closingOffersToSaveTheRecording()
    {
        const QString path = folder_.filePath(u"kept.loopscope"_s);
        Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        QVERIFY(opened.waitForServer());
        opened.window->close();
        auto *question = opened.window->findChild<QMessageBox *>(u"close-question"_s);
        QVERIFY(question && question->isVisible());
        QPushButton *save = nullptr;
        for (QAbstractButton *button : question->buttons()) {
            QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
            if (question->buttonRole(button) == QMessageBox::ActionRole)
                save = qobject_cast<QPushButton *>(button);
        }
        QVERIFY(save);
        QTest::mouseClick(save, Qt::LeftButton);
        auto *files = opened.window->findChild<QFileDialog *>();
        QVERIFY(files);
        QVERIFY(opened.window->isVisible()); // nothing is stopped before there is an answer
        files->selectFile(path);
        QTest::keyClick(files, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(opened.program.isOver(), patience);
        QVERIFY(QFile::exists(path));
    }

private:
    QTemporaryDir folder_;
};

QTEST_MAIN(LastSessionsTest)
#include "LastSessionsTest.moc"
