// SPDX-License-Identifier: GPL-3.0-or-later

// The settings, by keyboard in the real window: each is applied as it is chosen, lasts, and what a
// file says that makes no sense is as if it did not.

#include "ui/SettingsDialog.h"
#include "models/Roles.h"
#include "models/files/CheckedSettings.h"
#include "tests/models/Deltas.h"
#include "tests/ui/Scene.h"
#include "ui/Actions.h"
#include "ui/FactsView.h"
#include "ui/Inspector.h"
#include "ui/MainWindow.h"
#include "ui/NewSessionDialog.h"
#include "ui/Preferences.h"
#include "ui/RecordTabs.h"
#include "ui/RowView.h"
#include "ui/SessionForm.h"
#include "ui/SettingsKeys.h"
#include "ui/Theme.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QDoubleSpinBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTabWidget>

#include <memory>

using namespace Qt::StringLiterals;

class SettingsDialogTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        settings_ = std::make_unique<QSettings>(path(), models::checkedSettings());
        scene_ = std::make_unique<Scene>();
        window_ = std::make_unique<ui::MainWindow>(*theme_, scene_->all(), *settings_);
        window_->setLanguages({u"en"_s, u"de"_s});
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    }

    void cleanup()
    {
        window_.reset();
        scene_.reset();
        settings_.reset();
        folder_.reset();
        theme_->setFontSizes(0, 0);
        theme_->setChoice(ui::Theme::Choice::System);
    }

    void aThemeAppliesAtOnceAndLasts()
    {
        open();
        pick(u"Theme"_s, u"Dark"_s);
        QVERIFY(theme_->tokens().dark);
        QCOMPARE(readBack().theme, ui::Theme::Choice::Dark);
        pick(u"Theme"_s, u"Light"_s);
        QVERIFY(!theme_->tokens().dark);
    }

    void textGrowsEverywhereAtOnce()
    {
        scene_->fill(5);
        ui::RowView &rows = window_->tabs().view(ui::RecordTabs::Connections);
        const int height = rows.verticalHeader()->defaultSectionSize();
        // Others are left out where large text leaves no room for them.
        const int peer = models::ConnectionColumn::Peer;
        const int width = rows.horizontalHeader()->sectionSize(peer);
        QVERIFY(rows.selectId(1841));
        const QLabel *const address = fixedLabel();
        QVERIFY(address);
        const qreal before = address->font().pointSizeF();
        open();
        type(u"Text size"_s, u"16"_s);
        QCOMPARE(QApplication::font().pointSizeF(), 16.0);
        QVERIFY(rows.verticalHeader()->defaultSectionSize() > height);
        QVERIFY(rows.horizontalHeader()->sectionSize(peer) > width);
        QVERIFY(address->font().pointSizeF() > 1.3 * before);
        QCOMPARE(address->font().family(), theme_->monospace().family());
        type(u"Fixed-width text size"_s, u"20"_s);
        QCOMPARE(theme_->monospace().pointSizeF(), 20.0);
        QCOMPARE(theme_->font().pointSizeF(), 16.0);
        QCOMPARE(readBack().fontPoints, 16.0);
        QCOMPARE(readBack().monospacePoints, 20.0);
    }

    // It can be typed, is said to be too large, and changes nothing.
    void aTextSizeBeyondTheLargestIsSaidToBeSo()
    {
        const qreal before = theme_->font().pointSizeF();
        open();
        type(u"Text size"_s, u"99"_s);
        auto *const box = field<QDoubleSpinBox>(u"Text size"_s);
        QCOMPARE(box->value(), 99.0);
        QCOMPARE(box->accessibleDescription(), u"Text sizes go up to 32 pt"_s);
        QVERIFY(box->property("wrong").toBool());
        const QList<QLabel *> said = box->parentWidget()->findChildren<QLabel *>();
        QCOMPARE(said.size(), 1);
        QVERIFY(said.first()->isVisible());
        QCOMPARE(theme_->font().pointSizeF(), before);
        type(u"Text size"_s, u"12"_s);
        QVERIFY(!said.first()->isVisible());
        QCOMPARE(theme_->font().pointSizeF(), 12.0);
    }

    void theSmallestSizeStandsForTheDesktops()
    {
        const qreal desktops = theme_->font().pointSizeF();
        open();
        type(u"Text size"_s, u"6"_s);
        QCOMPARE(theme_->font().pointSizeF(), 6.0);
        auto *const box = field<QDoubleSpinBox>(u"Text size"_s);
        QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(box->text(), box->specialValueText());
        QCOMPARE(readBack().fontPoints, 0.0);
        QCOMPARE(theme_->font().pointSizeF(), desktops);
        type(u"Fixed-width text size"_s, u"6"_s);
        QTest::keyClick(field<QDoubleSpinBox>(u"Fixed-width text size"_s), Qt::Key_Down);
        QCOMPARE(readBack().monospacePoints, 0.0);
    }

    // Fixed-width facts that came since the style sheet did, above all.
    void fontsSurviveAChangeOfTheme()
    {
        scene_->fill(12);
        QVERIFY(window_->tabs().view(ui::RecordTabs::Connections).selectId(1848));
        const QList<QWidget *> widgets = window_->findChildren<QWidget *>();
        QList<QFont> before;
        for (const QWidget *widget : widgets)
            before.append(widget->font());
        theme_->setChoice(ui::Theme::Choice::Dark);
        theme_->setChoice(ui::Theme::Choice::Light);
        for (qsizetype i = 0; i < widgets.size(); ++i) {
            const auto *label = qobject_cast<const QLabel *>(widgets.at(i));
            QVERIFY2(widgets.at(i)->font() == before.at(i),
                     qPrintable(QString::fromLatin1(widgets.at(i)->metaObject()->className())
                                + (label ? u' ' + label->text() : QString())));
        }
    }

    void whatHasEndedStaysAsLongAsWasChosen()
    {
        scene_->fill(5);
        open();
        pick(u"Keep ended rows for"_s, u"Until cleared"_s);
        QVERIFY(scene_->connections.retention() > std::chrono::hours(1000));
        QVERIFY(scene_->tasks.retention() > std::chrono::hours(1000));
        pick(u"Keep ended rows for"_s, u"5 minutes"_s);
        QCOMPARE(scene_->connections.retention(), std::chrono::minutes(5));
        QCOMPARE(readBack().closedRows, std::chrono::seconds(300));
    }

    void aRecordingsBudgetIsTheMenusToo()
    {
        open();
        QSignalSpy chosen(window_.get(), &ui::MainWindow::recordingOptionsChosen);
        pick(u"Keep on disk"_s, u"200 MB"_s);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(window_->recordingOptions().keep, qint64(200'000'000));
        int ticked = 0;
        for (const QAction *action : window_->findChildren<QAction *>())
            ticked += action->data().toString() == u"200MB" && action->isChecked() ? 1 : 0;
        QCOMPARE(ticked, 1);
    }

    void theEditorItsCommandAndItsSourcesLast()
    {
        open();
        QVERIFY(!field<QLineEdit>(u"Command"_s)->isEnabled());
        pick(u"Editor"_s, u"A command of your own"_s);
        QVERIFY(field<QLineEdit>(u"Command"_s)->isEnabled());
        field<QLineEdit>(u"Command"_s)->setText(u"kate -l %line %file"_s);
        field<QLineEdit>(u"Sources"_s)->setText(u"/src"_s);
        field<QLineEdit>(u"Address of new servers"_s)->setText(u"::1"_s);
        const ui::Preferences now = readBack();
        QCOMPARE(now.editor, u"own"_s);
        QCOMPARE(now.editorCommand, u"kate -l %line %file"_s);
        QCOMPARE(now.sources, u"/src"_s);
        QCOMPARE(now.newAddress, u"::1"_s);
        QTest::keyClick(dialog_, Qt::Key_Escape);
        window_->openNewSession(models::SessionRole::Server);
        QCOMPARE(window_->findChild<ui::NewSessionDialog *>()->form().url().host, u"::1"_s);
    }

    void theLineOfARowIsOpened()
    {
        scene_->fill(5);
        window_->tabs().setCurrentIndex(ui::RecordTabs::Tasks);
        QVERIFY(window_->tabs().view(ui::RecordTabs::Tasks).selectId(311));
        QSignalSpy asked(window_.get(), &ui::MainWindow::openLineRequested);
        QTest::keyClick(window_.get(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(asked.size(), 1);
        static const QRegularExpression place(u"\\.cpp:\\d+$"_s);
        QVERIFY2(place.match(asked.at(0).at(0).toString()).hasMatch(),
                 qPrintable(asked.at(0).at(0).toString()));
    }

    void nonsenseInTheFileIsAsIfItWereNot()
    {
        settings_->setValue(ui::settings::fontPoints(), u"huge"_s);
        settings_->setValue(ui::settings::monospacePoints(), 4000);
        settings_->setValue(ui::settings::closedRows(), -7);
        settings_->setValue(ui::settings::editor(), u"ed"_s);
        settings_->setValue(ui::settings::theme(), 99);
        const ui::Preferences read = ui::readPreferences(*settings_);
        QCOMPARE(read.fontPoints, 0.0);
        QVERIFY(read.monospacePoints <= 32);
        QCOMPARE(read.closedRows, std::chrono::seconds(30));
        QCOMPARE(read.editor, u"system"_s);
        QVERIFY(read.theme <= ui::Theme::Choice::Dark);
    }

    void numbersOutOfRangeAreBroughtIn()
    {
        settings_->setValue(ui::settings::fontPoints(), -5);
        settings_->setValue(ui::settings::logTimes(), 99);
        const ui::Preferences read = ui::readPreferences(*settings_);
        QCOMPARE(read.fontPoints, 0.0); // not the smallest
        QVERIFY(read.logTimes <= models::LogModel::Times::SinceRowBefore);
    }

    // And of the choices only that which changed.
    void aCommandOfOnesOwnIsWrittenWhereItIsUsed()
    {
        const QSignalSpy spoken(window_.get(), &ui::MainWindow::languageChosen);
        open();
        pick(u"Theme"_s, u"Dark"_s);
        QCOMPARE(spoken.size(), 0);
        pick(u"Language"_s, QLocale(QLocale::German).nativeLanguageName());
        QVERIFY(!spoken.isEmpty());
        QCOMPARE(spoken.last().at(0).toString(), u"de"_s);
        auto *const editors = field<QComboBox>(u"Editor"_s);
        const QString usual = editors->itemText(0);
        pick(u"Editor"_s, u"A command of your own"_s);
        QVERIFY(field<QLineEdit>(u"Command"_s)->isEnabled());
        pick(u"Editor"_s, usual);
        QVERIFY(!field<QLineEdit>(u"Command"_s)->isEnabled());
        field<QLineEdit>(u"Address of new servers"_s)->setText(u" ::1 "_s); // as it is pasted
        QCOMPARE(readBack().newAddress, u"::1"_s);
        for (auto *each : dialog_->findChildren<QPushButton *>()) {
            if (each->text() == u"&Browse…")
                each->click();
        }
        auto *folders = dialog_->findChild<QFileDialog *>();
        QVERIFY(folders && folders->fileMode() == QFileDialog::Directory);
        Q_EMIT folders->fileSelected(u"/src/here"_s);
        QCOMPARE(readBack().sources, u"/src/here"_s);
        delete folders;
    }

    void everyFieldHasANameAndEscapeCloses()
    {
        ui::SettingsDialog &dialog = open();
        for (const QWidget *widget : dialog.findChildren<QWidget *>()) {
            const bool control = widget->focusPolicy() & Qt::TabFocus
                && (qobject_cast<const QComboBox *>(widget)
                    || qobject_cast<const QAbstractSpinBox *>(widget)
                    || (qobject_cast<const QLineEdit *>(widget)
                        && !qobject_cast<const QAbstractSpinBox *>(widget->parent())));
            if (control)
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QTRY_VERIFY(!window_->findChild<ui::SettingsDialog *>());
    }

    void thePagesHaveAllTheRoomThatTheFootLeaves()
    {
        ui::SettingsDialog &dialog = open();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        auto *pages = dialog.findChild<QTabWidget *>();
        const auto *foot = dialog.findChild<QDialogButtonBox *>();
        QVERIFY(pages && foot);
        for (int at = 0; at < pages->count(); ++at) {
            pages->setCurrentIndex(at);
            QCoreApplication::sendPostedEvents();
            QCOMPARE(pages->width(), dialog.width());
            QVERIFY(pages->geometry().bottom() < foot->mapTo(&dialog, QPoint()).y());
            QWidget *const page = pages->widget(at);
            QList<QRect> rooms;
            for (const QWidget *each : page->findChildren<QWidget *>(Qt::FindDirectChildrenOnly)) {
                if (!each->isVisible())
                    continue;
                QVERIFY2(page->rect().contains(each->geometry()),
                         qPrintable(each->accessibleName()));
                for (const QRect &other : std::as_const(rooms))
                    QVERIFY2(!other.intersects(each->geometry()),
                             qPrintable(each->accessibleName()));
                rooms << each->geometry();
            }
            QVERIFY2(rooms.size() > 1, qPrintable(pages->tabText(at)));
        }
    }

private:
    [[nodiscard]] QString path() const { return folder_->filePath(u"s.ini"_s); }

    ui::SettingsDialog &open()
    {
        QTest::keyClick(window_.get(), Qt::Key_Comma, Qt::ControlModifier);
        dialog_ = window_->findChild<ui::SettingsDialog *>();
        Q_ASSERT(dialog_);
        return *dialog_;
    }

    template <class Field> Field *field(const QString &name)
    {
        for (Field *each : dialog_->findChildren<Field *>()) {
            if (each->accessibleName() == name)
                return each;
        }
        qFatal("no field %s", qPrintable(name));
    }

    // With the keys that a person would press.
    void pick(const QString &name, const QString &choice)
    {
        auto *box = field<QComboBox>(name);
        const int wanted = box->findText(choice);
        Q_ASSERT(wanted >= 0);
        for (QWidget *page = box; page != dialog_; page = page->parentWidget()) {
            if (auto *tabs = qobject_cast<QTabWidget *>(page->parentWidget()->parentWidget()))
                tabs->setCurrentWidget(page);
        }
        box->setFocus();
        while (box->currentIndex() != wanted)
            QTest::keyClick(box, box->currentIndex() < wanted ? Qt::Key_Down : Qt::Key_Up);
    }

    void type(const QString &name, const QString &text)
    {
        auto *box = field<QDoubleSpinBox>(name);
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, text);
        QTest::keyClick(box, Qt::Key_Return);
        QVERIFY(dialog_->isVisible());
    }

    // As another program would read it from the disk.
    [[nodiscard]] ui::Preferences readBack()
    {
        settings_->sync();
        const QSettings file(path(), QSettings::IniFormat);
        return ui::readPreferences(file);
    }

    [[nodiscard]] const QLabel *fixedLabel() const
    {
        for (const QLabel *label : window_->inspector().findChildren<QLabel *>()) {
            if (label->isVisible() && label->font().family() == theme_->monospace().family())
                return label;
        }
        return nullptr;
    }

    std::unique_ptr<ui::Theme> theme_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<QSettings> settings_;
    std::unique_ptr<Scene> scene_;
    std::unique_ptr<ui::MainWindow> window_;
    ui::SettingsDialog *dialog_ = nullptr;
};

QTEST_MAIN(SettingsDialogTest)
#include "SettingsDialogTest.moc"
