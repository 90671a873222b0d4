// SPDX-License-Identifier: GPL-3.0-or-later

// Recordings that were opened lately: they are offered by their names for as long as they can be
// opened, and others are looked for beside the last one.

#include "Recorded.h"

#include "ui/Actions.h"

#include <QtCore/QTemporaryDir>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QMenu>

#include <algorithm>

using namespace Qt::StringLiterals;
using ui::MainWindow;
using ui::Tense;

class RecentRecordingsTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString path_; // of the recording

    static QList<QAction *> offered(const Opened &opened)
    {
        for (QMenu *menu : opened.window->findChildren<QMenu *>()) {
            if (!menu->title().startsWith(u"Recent rec"))
                continue;
            Q_EMIT menu->aboutToShow();
            return menu->actions();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        keepEverythingIn(folder_);
        path_ = folder_.filePath(u"run.loopscope"_s);
        Recorded run;
        QVERIFY(run.talk());
        QVERIFY(run.save(path_));
    }

    void whatWasOpenedLatelyIsInTheMenuByItsName()
    {
        {
            Opened opened;
            QVERIFY(pastOf(opened, path_));
        }
        Opened opened;
        const QList<QAction *> recent = offered(opened);
        QVERIFY(!recent.isEmpty());
        QCOMPARE(recent.first()->text(), u"run.loopscope"_s);
        recent.first()->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(mainWindows(Tense::Past).size(), 1, patience);
    }

    void whatIsGoneIsNoLongerInTheMenu()
    {
        const QString path = folder_.filePath(u"removed.loopscope"_s);
        QVERIFY(QFile::copy(path_, path));
        Opened opened;
        MainWindow *past = pastOf(opened, path);
        QVERIFY(past);
        past->close();
        QVERIFY(QFile::remove(path));
        const auto isOffered = [&opened] {
            return std::ranges::any_of(offered(opened), [](const QAction *action) {
                return action->text() == u"removed.loopscope";
            });
        };
        QVERIFY(isOffered());
        QVERIFY(!errorOf(opened, path).isEmpty());
        QTRY_VERIFY(!isOffered());
    }

    // What was recorded together lies together.
    void anotherOneIsLookedForBesideIt()
    {
        QTemporaryDir elsewhere;
        const QString path = elsewhere.filePath(u"moved.loopscope"_s);
        QVERIFY(QFile::copy(path_, path));
        Opened opened;
        MainWindow *past = pastOf(opened, path);
        QVERIFY(past);
        past->actions().compare->trigger();
        auto *dialog = past->findChild<QFileDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->directory().absolutePath(), elsewhere.path());
        dialog->reject();
    }
};

QTEST_MAIN(RecentRecordingsTest)
#include "RecentRecordingsTest.moc"
