// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RecordingMenu.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using ui::RecordingMenu;

class RecordingMenuTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<QSettings> settings_;

    static QAction *action(const RecordingMenu &menu, const QString &text)
    {
        for (const QMenu *each : menu.findChildren<QMenu *>()) {
            for (QAction *found : each->actions()) {
                if (found->text() == text)
                    return found;
            }
        }
        return nullptr;
    }

private Q_SLOTS:
    void init()
    {
        settings_ = std::make_unique<QSettings>(folder_.filePath(u"settings.ini"_s),
                                                QSettings::IniFormat);
        settings_->clear();
    }

    void nothingChosenSaysNothing()
    {
        const RecordingMenu menu(*settings_, nullptr);
        QVERIFY(menu.chosen() == models::RecordingOptions());
        for (const auto &text : {u"2 GB"_s, u"Any time"_s, u"Whole messages"_s})
            QVERIFY2(action(menu, text)->isChecked(), qPrintable(text));
    }

    void whatIsChosenIsSaidAndLasts()
    {
        {
            const RecordingMenu menu(*settings_, nullptr);
            QSignalSpy changed(&menu, &RecordingMenu::changed);
            action(menu, u"20 GB"_s)->trigger();
            action(menu, u"10 minutes"_s)->trigger();
            action(menu, u"No payload"_s)->trigger();
            QCOMPARE(changed.size(), 3);
        }
        const RecordingMenu menu(*settings_, nullptr);
        QCOMPARE(*menu.chosen().keep, 20'000'000'000);
        QVERIFY(*menu.chosen().keepFor == std::chrono::minutes(10));
        QCOMPARE(menu.chosen().capture, u"none"_s);
        QVERIFY(action(menu, u"20 GB"_s)->isChecked());
        QVERIFY(!action(menu, u"2 GB"_s)->isChecked());
        action(menu, u"2 GB"_s)->trigger();
        QVERIFY(!menu.chosen().keep);
    }

    void whatWasWrittenByHandIsAChoiceWhereItCanBeRead()
    {
        settings_->setValue(u"recording/keep"_s, u"5GB"_s);
        settings_->setValue(u"recording/capture"_s, u"some"_s);
        const RecordingMenu menu(*settings_, nullptr);
        QCOMPARE(*menu.chosen().keep, 5'000'000'000);
        QVERIFY(action(menu, u"5GB"_s)->isChecked());
        QCOMPARE(menu.chosen().capture, QString());
        QVERIFY(action(menu, u"Whole messages"_s)->isChecked());
    }

    // What is usual has the same value in each question: nothing is said.
    void whatIsUsualIsChosenForOneQuestionAlone()
    {
        RecordingMenu menu(*settings_, nullptr);
        menu.choose(u"keep"_s, u"200MB"_s);
        menu.choose(u"keepFor"_s, u"1h"_s);
        menu.choose(u"capture"_s, u"none"_s);
        menu.choose(u"keepFor"_s, {});
        QCOMPARE(menu.chosen().keep, qint64(200'000'000));
        QVERIFY(!menu.chosen().keepFor);
        QCOMPARE(menu.chosen().capture, u"none"_s);
    }
};

QTEST_MAIN(RecordingMenuTest)
#include "RecordingMenuTest.moc"
