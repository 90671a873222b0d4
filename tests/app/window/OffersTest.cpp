// SPDX-License-Identifier: GPL-3.0-or-later

// What runs that were killed left behind is offered to the person who starts the next one, who
// opens it, saves it, discards it, or decides later.

#include "Recorded.h"

#include "models/record/Recording.h"
#include "models/record/RecordingFile.h"
#include "models/record/RecordingReader.h"
#include "tests/models/Deltas.h"
#include "ui/Notices.h"
#include "ui/OfferBar.h"
#include "ui/StatusStrip.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using ui::MainWindow;

class OffersTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString recordings() const { return models::recordingsFolder(); }
    QStringList kept() const
    {
        return QDir(recordings()).entryList({u"kept-*.loopscope"_s}, QDir::Files);
    }
    // As a program does that is killed while it records.
    void leaveBehind() const
    {
        QDir().mkpath(recordings());
        const pid_t child = ::fork();
        if (child == 0) {
            models::Recording file(recordings());
            loop::Delta delta = models::test::delta(models::test::Second);
            models::test::open(delta, 1);
            models::test::addEvent(delta, loop::EventKind::Connect, 1);
            file.apply(delta);
            file.flush();
            ::_exit(0);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
    }
    static bool offered(const Opened &opened, int count)
    {
        return QTest::qWaitFor([&] { return opened.window->offers().offers().size() == count; },
                               patience);
    }
    static void press(const Opened &opened, const QString &text)
    {
        for (auto *button : opened.window->offers().findChildren<QPushButton *>()) {
            if (button->text() == text)
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }

private Q_SLOTS:
    void initTestCase() { keepEverythingIn(folder_); }
    void init()
    {
        QDir(recordings()).removeRecursively();
        leaveBehind();
    }

    void itIsOpened()
    {
        Opened opened;
        QVERIFY(offered(opened, 1));
        QVERIFY(opened.window->offers().isVisible());
        press(opened, u"Open it"_s);
        QTRY_COMPARE_WITH_TIMEOUT(mainWindows(ui::Tense::Past).size(), 1, patience);
        QVERIFY(!opened.window->offers().isVisible());
        QCOMPARE(kept().size(), 1); // it is still there
    }

    void itIsDiscarded()
    {
        Opened opened;
        QVERIFY(offered(opened, 1));
        press(opened, u"Discard"_s);
        QTRY_COMPARE_WITH_TIMEOUT(kept().size(), 0, patience);
    }

    void whatCannotBeDiscardedIsSaid()
    {
        const Opened opened;
        const QString folder = folder_.filePath(u"full"_s);
        QVERIFY(QDir().mkpath(folder));
        Q_EMIT opened.window->discardRequested(folder);
        QTRY_COMPARE_WITH_TIMEOUT(
            opened.window->strip().notice(),
            folder + u" cannot be removed. Look at who may write to its folder."_s, patience);
    }

    void whatIsNotSavedStays()
    {
        const Opened opened;
        QVERIFY(offered(opened, 1));
        const QString from = recordings() + u'/' + kept().first();
        const auto says = [&opened](const QString &words) {
            const ui::Notices &notices = opened.window->strip().notices();
            for (int row = 0; row < notices.rowCount(); ++row) {
                if (notices.at(row).sentence.contains(words))
                    return true;
            }
            return false;
        };
        Q_EMIT opened.window->saveLeftBehindRequested(from, u"/no/such/x.loopscope"_s);
        QTRY_VERIFY_WITH_TIMEOUT(says(u"/no/such/x.loopscope"_s), patience);
        QCOMPARE(kept().size(), 1);
    }

    void itIsSavedUnderAName()
    {
        const QString target = folder_.filePath(u"saved.loopscope"_s);
        Opened opened;
        QVERIFY(offered(opened, 1));
        Q_EMIT opened.window->saveLeftBehindRequested(opened.window->offers().offers().first().path,
                                                      target);
        QTRY_COMPARE_WITH_TIMEOUT(kept().size(), 0, patience);
        const auto reader = models::RecordingReader::open(target);
        QVERIFY(reader);
        QCOMPARE(*(*reader)->eventCount(), 1);
    }

    void savingCanBeCancelledAndLosesNothing()
    {
        const QString target = folder_.filePath(u"cancelled.loopscope"_s);
        Opened opened;
        QVERIFY(offered(opened, 1));
        Q_EMIT opened.window->saveLeftBehindRequested(opened.window->offers().offers().first().path,
                                                      target);
        Q_EMIT opened.window->exportCancelRequested();
        QTRY_VERIFY_WITH_TIMEOUT(
            opened.window->strip().notice().contains(u"cancelled.loopscope was cancelled"_s),
            patience);
        QVERIFY(!opened.window->strip().showsProgress());
        QVERIFY(!QFile::exists(target));
        QCOMPARE(kept().size(), 1); // nothing is lost
    }

    void severalAreOfferedOneAfterTheOther()
    {
        leaveBehind();
        Opened opened;
        QVERIFY(offered(opened, 2));
        QTest::mouseClick(opened.window->offers().findChild<QToolButton *>(), Qt::LeftButton);
        QVERIFY(offered(opened, 1)); // later
        QVERIFY(opened.window->offers().isVisible());
        press(opened, u"Discard"_s);
        QTRY_COMPARE_WITH_TIMEOUT(kept().size(), 1, patience); // that other one
    }
};

QTEST_MAIN(OffersTest)
#include "OffersTest.moc"
