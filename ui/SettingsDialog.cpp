// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SettingsDialog.h"

#include "models/text/EditorCommand.h"
#include "ui/CheckBox.h"
#include "ui/ChoiceBox.h"
#include "ui/InEveryLanguage.h"
#include "ui/PlainLabel.h"
#include "ui/PlainTabs.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtGui/QFontMetrics>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QDoubleSpinBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStyle>
#include <QtWidgets/QTabBar>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

// Calls `use` with the data of what a person picks.
template <class Use>
ChoiceBox *choices(const QList<std::pair<QString, QVariant>> &list, const QVariant &now, Use use)
{
    auto *box = new ChoiceBox;
    for (const auto &[text, value] : list)
        box->addItem(text, value);
    box->setCurrentIndex(qMax(0, box->findData(now)));
    QObject::connect(box, &QComboBox::activated, box,
                     [box, use](int index) { use(box->itemData(index)); });
    return box;
}

} // namespace

SettingsDialog::SettingsDialog(const Theme &theme, const Preferences &now,
                               const RecordingMenu &recording, const QStringList &languages,
                               QWidget *parent)
    : Dialog(parent)
    , theme_(theme)
    , now_(now)
    , pages_(new PlainTabs(theme, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"settings"_s);
    setWindowTitle(tr("Settings"));
    pages_->tabBar()->setAccessibleName(tr("Subjects of the settings"));
    addLook(languages);
    addRecording(recording);
    addSources();
    addSessions();
    const int line = QFontMetrics(theme.font()).height();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    close_ = buttons->button(QDialogButtonBox::Close);
    close_->setAutoDefault(false);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(line, line / 2, line, line);
    auto *note = new PlainLabel(tr("Changes apply at once."), this);
    note->setProperty("role", u"muted"_s);
    foot->addWidget(note, 1);
    foot->addWidget(buttons);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(pages_, 1);
    column->addLayout(foot);
    setMinimumWidth(34 * line);
}

void SettingsDialog::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && focusWidget() == close_)
        close_->click();
    else
        Dialog::keyPressEvent(event);
}

int SettingsDialog::page() const
{
    return pages_->currentIndex();
}

void SettingsDialog::setPage(int page)
{
    pages_->setCurrentIndex(page);
}

QFormLayout *SettingsDialog::addPage(const QString &title)
{
    const int line = QFontMetrics(theme_.font()).height();
    auto *page = new QWidget(pages_);
    page->setAttribute(Qt::WA_StyledBackground);
    page->setProperty("ground", u"panel"_s);
    auto *form = new QFormLayout(page);
    form->setContentsMargins(line, line, line, line);
    form->setVerticalSpacing(line / 2);
    form->setHorizontalSpacing(line);
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    pages_->addTab(page, title);
    return form;
}

void SettingsDialog::addRow(QFormLayout &form, const QString &label, QWidget *editor,
                            const QString &hint)
{
    auto *caption = new PlainLabel(label, this);
    QWidget *field = editor->focusProxy() ? editor->focusProxy() : editor;
    caption->setBuddy(field);
    field->setAccessibleName(QString(label).remove(u'&'));
    form.addRow(caption, editor);
    if (hint.isEmpty())
        return;
    auto *words = new PlainLabel(hint, this);
    words->setWordWrap(true);
    words->setProperty("role", u"muted"_s);
    field->setAccessibleDescription(hint);
    form.addRow(nullptr, words);
}

void SettingsDialog::change(const std::function<void(Preferences &)> &make)
{
    const Preferences before = now_;
    make(now_);
    if (now_ != before)
        Q_EMIT preferencesChanged(now_);
}

void SettingsDialog::addLook(const QStringList &languages)
{
    QFormLayout &form = *addPage(tr("Appearance"));
    addRow(form, tr("&Theme"),
           choices({{tr("As the desktop"), int(Theme::Choice::System)},
                    {tr("Light"), int(Theme::Choice::Light)},
                    {tr("Dark"), int(Theme::Choice::Dark)}},
                   int(now_.theme), [this](const QVariant &value) {
                       change([&value](Preferences &p) { p.theme = Theme::Choice(value.toInt()); });
                   }));
    QList<std::pair<QString, QVariant>> spoken {{tr("As the desktop"), QString()}};
    for (const QString &language : languages)
        spoken.append({QLocale(language).nativeLanguageName(), language});
    addRow(form, tr("&Language"), choices(spoken, now_.language, [this](const QVariant &value) {
               change([&value](Preferences &p) { p.language = value.toString(); });
           }));
    addRow(form, tr("Text si&ze"), pointsBox(&Preferences::fontPoints, tr("As the desktop")));
    addRow(form, tr("&Fixed-width text size"),
           pointsBox(&Preferences::monospacePoints, tr("As wide as the text")));
    addRow(form, tr("Keep &ended rows for"),
           choices({{tr("30 seconds"), 30}, {tr("5 minutes"), 300}, {tr("Until cleared"), 0}},
                   int(now_.closedRows.count()),
                   [this](const QVariant &value) {
                       change([&value](Preferences &p) {
                           p.closedRows = std::chrono::seconds(value.toInt());
                       });
                   }),
           tr("Closed connections and finished tasks; the log keeps them all."));
    auto *notifies = new CheckBox(tr("Notify on the &desktop of failures while hidden"));
    notifies->setChecked(now_.notifies);
    connect(notifies, &QCheckBox::toggled, this,
            [this](bool on) { change([on](Preferences &p) { p.notifies = on; }); });
    form.addRow(nullptr, notifies);
}

QWidget *SettingsDialog::pointsBox(qreal Preferences::*points, const QString &name)
{
    auto *box = new QDoubleSpinBox;
    constexpr double lowest = 5.5; // stands for the desktop's
    constexpr double highest = 32, highestTyped = 9999; // so that it is seen to be too large
    box->setRange(lowest, highestTyped);
    box->setSingleStep(0.5);
    box->setDecimals(1);
    box->setSuffix(tr(" pt"));
    box->setSpecialValueText(name);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    box->setKeyboardTracking(false); // "1" is on the way to "12"
    box->setValue(now_.*points > 0 ? now_.*points : lowest);
    auto *problem = new PlainLabel(tr("Text sizes go up to %1 pt").arg(highest));
    problem->setProperty("role", u"error"_s);
    problem->hide();
    auto *both = new QWidget;
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(box);
    column->addWidget(problem);
    both->setFocusProxy(box);
    const auto check = [box, problem] {
        const double typed = box->valueFromText(box->text());
        problem->setHidden(typed <= highest);
        box->setProperty("wrong", typed > highest);
        box->style()->unpolish(box);
        box->style()->polish(box);
        box->setAccessibleDescription(typed > highest ? problem->text() : QString());
    };
    connect(box->findChild<QLineEdit *>(), &QLineEdit::textChanged, this, check);
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, points](double value) {
        if (value <= highest)
            change([=](Preferences &p) { p.*points = value > lowest ? value : 0; });
    });
    return both;
}

QWidget *SettingsDialog::lineFor(QString Preferences::*text, const QString &placeholder)
{
    auto *field = new QLineEdit(now_.*text);
    field->setPlaceholderText(placeholder);
    connect(field, &QLineEdit::textChanged, this, [this, text](const QString &value) {
        change([&](Preferences &p) { p.*text = value.trimmed(); });
    });
    return field;
}

QWidget *SettingsDialog::folderFor(QString Preferences::*path, const char *title)
{
    auto *both = new QWidget;
    auto *field = lineFor(path, tr("Not set"));
    auto *browse = new QPushButton(tr("&Browse…"));
    browse->setAutoDefault(false);
    auto *row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(field, 1);
    row->addWidget(browse);
    both->setFocusProxy(field);
    connect(browse, &QPushButton::clicked, this, [this, field, title] {
        auto *dialog = new QFileDialog(this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        showPlainText(*dialog);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        inEveryLanguage(*dialog, [dialog, title] {
            dialog->setFileMode(QFileDialog::Directory); // whose words Qt forgets
            dialog->setWindowTitle(tr(title));
        });
        connect(dialog, &QFileDialog::fileSelected, field, [field](const QString &folder) {
            static_cast<QLineEdit *>(field)->setText(folder);
        });
        dialog->open();
    });
    return both;
}

void SettingsDialog::addRecording(const RecordingMenu &recording)
{
    QFormLayout &form = *addPage(tr("Recording"));
    const QList<RecordingMenu::Question> questions = recording.questions();
    for (const RecordingMenu::Question &question : questions) {
        QList<std::pair<QString, QVariant>> list;
        for (const RecordingMenu::Choice &choice : question.choices)
            list.append({QString(choice.text).remove(u'&'), choice.value});
        addRow(form, question.title,
               choices(list, question.now, [this, key = question.key](const QVariant &value) {
                   Q_EMIT recordingChosen(key, value.toString());
               }));
    }
    auto *hint = new PlainLabel(
        tr("Beyond its budget the oldest part of a recording leaves. What the command line says "
           "comes first."),
        this);
    hint->setWordWrap(true);
    hint->setProperty("role", u"muted"_s);
    form.addRow(nullptr, hint);
}

void SettingsDialog::addSources()
{
    QFormLayout &form = *addPage(tr("Editor"));
    QList<std::pair<QString, QVariant>> editors;
    const QList<models::EditorChoice> known = models::editorChoices();
    for (const models::EditorChoice &each : known)
        editors.append({QCoreApplication::translate("Editor", each.name), each.key});
    auto *own = lineFor(&Preferences::editorCommand, u"kate --line %line %file"_s);
    own->setFont(theme_.monospace());
    own->setEnabled(now_.editor == u"own");
    addRow(form, tr("&Editor"), choices(editors, now_.editor, [this, own](const QVariant &value) {
               change([&value](Preferences &p) { p.editor = value.toString(); });
               own->setEnabled(value.toString() == u"own");
           }));
    addRow(form, tr("&Command"), own,
           tr("%file and %line are replaced by the place that is opened."));
    addRow(form, tr("&Sources"),
           folderFor(&Preferences::sources, QT_TR_NOOP("The folder of the sources")),
           tr("Where files are looked for that were compiled in another place."));
}

void SettingsDialog::addSessions()
{
    QFormLayout &form = *addPage(tr("New sessions"));
    addRow(form, tr("&Address of new servers"), lineFor(&Preferences::newAddress, u"127.0.0.1"_s),
           tr("Other computers reach what listens on 0.0.0.0 or on an address of this one."));
    auto *debug = new CheckBox(tr("&Debug mode is on from the start"));
    debug->setChecked(now_.debugAtStart);
    connect(debug, &QCheckBox::toggled, this,
            [this](bool on) { change([on](Preferences &p) { p.debugAtStart = on; }); });
    form.addRow(nullptr, debug);
}

} // namespace ui
