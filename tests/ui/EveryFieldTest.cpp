// SPDX-License-Identifier: GPL-3.0-or-later

// Every field of the dialogs in which something is chosen: what it says and offers, what comes of
// each value, and which values it refuses with which words. As lines beside those that a person
// approved (Expected.h): every_field.txt, every_setting.txt.

#include "models/spec/SessionUrl.h"
#include "models/text/EditorCommand.h"
#include "tests/support/Expected.h"
#include "tests/ui/Described.h"
#include "ui/FoldedGroup.h"
#include "ui/NewSessionDialog.h"
#include "ui/Preferences.h"
#include "ui/RecordingMenu.h"
#include "ui/SessionForm.h"
#include "ui/SettingsDialog.h"
#include "ui/Theme.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QFileDialog>

#include <memory>

using namespace Qt::StringLiterals;
using models::SessionRole;

namespace {

QString file(const QString &name)
{
    return QStringLiteral(LOOPSCOPE_SOURCE_DIR "/tests/ui/expected/") + name;
}

// Another value than it has, as a person enters it.
void enter(QWidget &editor, const QString &value)
{
    if (auto *box = qobject_cast<QCheckBox *>(&editor))
        box->toggle();
    else if (auto *list = qobject_cast<QComboBox *>(&editor))
        list->setCurrentIndex((list->currentIndex() + 1) % list->count());
    else if (auto *text = qobject_cast<QPlainTextEdit *>(&editor))
        text->setPlainText(value);
    else if (auto *line = qobject_cast<QLineEdit *>(&editor))
        line->setText(value);
}

QString words(const ui::Preferences &p)
{
    return u"theme %1, language '%2', %3 and %4 pt, rows %5 s, editor '%6' '%7', sources '%8', address '%9'"_s
               .arg(int(p.theme))
               .arg(p.language)
               .arg(p.fontPoints)
               .arg(p.monospacePoints)
               .arg(p.closedRows.count())
               .arg(p.editor, p.editorCommand, p.sources, p.newAddress)
        + (p.debugAtStart ? u", debug"_s : QString());
}

} // namespace

class EveryFieldTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    void everyKindAsksForItsOptions()
    {
        QStringList lines;
        QSet<QString> said; // what many kinds have is listed once
        for (const models::SessionKind &kind : models::sessionKinds()) {
            ui::NewSessionDialog dialog(*theme_, kind.role, nullptr);
            dialog.setAttribute(Qt::WA_DeleteOnClose, false);
            dialog.form().setKind(kind.name);
            lines << u"## "_s + kind.name;
            for (const QString &line : test::described(dialog)) {
                if (!said.contains(line))
                    lines << line;
                said.insert(line);
            }
            auto &transports = *dialog.form().findChildren<QComboBox *>().at(1);
            for (const QString &transport : kind.transports) {
                transports.setCurrentIndex(transports.findData(transport));
                QStringList fields;
                for (const models::SessionOption &option : kind.options) {
                    const auto *editor = dialog.findChild<QWidget *>(option.name);
                    QVERIFY2(editor, qPrintable(option.name));
                    if (!editor->parentWidget()->isHidden())
                        fields << option.name;
                }
                lines << u"over %1: %2"_s.arg(transport, fields.join(u' '));
            }
        }
        QCOMPARE(test::differenceFrom(file(u"every_field.txt"_s), lines), QString());
    }

    void everyValueIsOfTheUrlOrRefused()
    {
        QStringList lines;
        QSet<QString> said;
        for (const models::SessionKind &kind : models::sessionKinds()) {
            ui::NewSessionDialog dialog(*theme_, kind.role, nullptr);
            dialog.setAttribute(Qt::WA_DeleteOnClose, false);
            dialog.form().setKind(kind.name);
            lines << u"## "_s + kind.name;
            for (const models::SessionOption &option : kind.options) {
                const QString known = option.name + option.defaultValue
                    + QString::number(int(option.type)) + option.description;
                if (said.contains(known)) // as another kind has it
                    continue;
                said.insert(known);
                auto *editor = dialog.findChild<QWidget *>(option.name);
                QVERIFY2(editor, qPrintable(option.name));
                if (!option.transports.isEmpty()) {
                    auto &transports = *dialog.form().findChildren<QComboBox *>().at(1);
                    transports.setCurrentIndex(transports.findData(option.transports.first()));
                }
                const models::SessionUrl before = dialog.form().url();
                for (const auto &value : {u"7"_s, u"-1"_s, u"no such thing"_s}) {
                    const QSignalSpy edited(&dialog.form(), &ui::SessionForm::edited);
                    enter(*editor, value);
                    lines << u"%1 '%2'%3 %4 %5"_s.arg(option.name,
                                                      dialog.form().url().options.isEmpty()
                                                          ? QString()
                                                          : dialog.form().url().text(option.name),
                                                      dialog.canStart() ? QString()
                                                                        : u" refused:"_s,
                                                      editor->accessibleDescription(),
                                                      edited.isEmpty() ? u"(silent)"_s : QString());
                }
                dialog.form().setUrl(before); // as before
                QCOMPARE(dialog.form().url(), before);
            }
        }
        QCOMPARE(test::differenceFrom(file(u"every_value.txt"_s), lines), QString());
    }

    void everySettingIsTold()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        const ui::RecordingMenu recording(settings, nullptr);
        ui::SettingsDialog dialog(*theme_, ui::readPreferences(settings), recording,
                                  {u"en"_s, u"de"_s}, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        QStringList lines = test::described(dialog);
        QSignalSpy told(&dialog, &ui::SettingsDialog::preferencesChanged),
            chosen(&dialog, &ui::SettingsDialog::recordingChosen);
        const auto heard = [&](const QString &what) {
            QString line = what + u": "_s;
            for (const auto &each : std::as_const(told))
                line += words(each.first().value<ui::Preferences>());
            for (const auto &each : std::as_const(chosen))
                line += each.at(0).toString() + u'=' + each.at(1).toString();
            lines << line;
            told.clear();
            chosen.clear();
        };
        for (QComboBox *box : dialog.findChildren<QComboBox *>()) {
            for (const int item : {box->count() - 1, 1, 0}) {
                box->setCurrentIndex(item);
                Q_EMIT box->activated(item);
                heard(box->accessibleName() + u" > "_s + box->itemText(item));
            }
        }
        for (QDoubleSpinBox *box : dialog.findChildren<QDoubleSpinBox *>()) {
            for (const double value : {12.0, 33.0, 5.5}) {
                box->setValue(value);
                heard(box->accessibleName() + u" > "_s + QString::number(value));
            }
        }
        for (QLineEdit *line : dialog.findChildren<QLineEdit *>()) {
            if (line->objectName().startsWith(u"qt_"))
                continue;
            line->setText(u" x "_s);
            heard(line->accessibleName());
        }
        for (QAbstractButton *button : dialog.findChildren<QAbstractButton *>()) {
            if (button->text().contains(u"Close"))
                continue;
            button->click();
            heard(button->text());
            if (auto *files = dialog.findChild<QFileDialog *>()) {
                lines << files->windowTitle() << QString::number(files->fileMode());
                Q_EMIT files->fileSelected(u"/a/folder"_s);
                heard(u"chosen"_s);
                delete files;
            }
        }
        QCOMPARE(test::differenceFrom(file(u"every_setting.txt"_s), lines), QString());
    }

    void preferencesAreReadAsTheyWereWritten()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        ui::Preferences all = ui::readPreferences(settings);
        QCOMPARE(
            words(all),
            u"theme 0, language '', 0 and 0 pt, rows 30 s, editor '%1' '', sources '', address ''"_s
                .arg(models::editorChoices().first().key));
        all.theme = ui::Theme::Choice::Dark;
        all.language = u"de"_s;
        all.fontPoints = 11;
        all.monospacePoints = 9;
        all.closedRows = std::chrono::seconds(300);
        all.editor = u"own"_s;
        all.editorCommand = u"vi"_s;
        all.sources = u"/src"_s;
        all.newAddress = u"::1"_s;
        all.debugAtStart = true;
        ui::writePreferences(settings, all);
        QCOMPARE(words(ui::readPreferences(settings)), words(all));
        QVERIFY(ui::readPreferences(settings) == all);
        all.fontPoints = 5;
        all.monospacePoints = 33;
        all.closedRows = std::chrono::seconds(-1);
        ui::writePreferences(settings, all);
        QCOMPARE(ui::readPreferences(settings).fontPoints, 6.0);
        QCOMPARE(ui::readPreferences(settings).monospacePoints, 32.0);
        QCOMPARE(ui::readPreferences(settings).closedRows.count(), 30);
    }

private:
    std::unique_ptr<ui::Theme> theme_;
};

QTEST_MAIN(EveryFieldTest)
#include "EveryFieldTest.moc"
