// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SessionForm.h"

#include "models/spec/KindDocs.h"
#include "ui/CheckBox.h"
#include "ui/ChoiceBox.h"
#include "ui/FoldedGroup.h"
#include "ui/InEveryLanguage.h"
#include "ui/PlainLabel.h"
#include "ui/RulesEditor.h"

#include <QtCore/QHash>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtGui/QFontMetrics>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolButton>

namespace ui {

namespace {

constexpr int kLargestPort = 65535;
constexpr int kLargestTyped = 99'999'999; // so that it is seen, and said to be too large
constexpr int kFixedRows = 4; // kind, transport, address, port

QString capitalised(const QString &name)
{
    return name.isEmpty() ? name : name.at(0).toUpper() + name.mid(1);
}

// "client_ca" as a person reads it: "Client CA".
QString labelOf(const QString &option)
{
    static const QHash<QString, QString> spelled {
        {QStringLiteral("alpn"), QStringLiteral("ALPN")},
        {QStringLiteral("api"), QStringLiteral("API")},
        {QStringLiteral("ca"), QStringLiteral("CA")},
        {QStringLiteral("sni"), QStringLiteral("SNI")},
        {QStringLiteral("sslkeylog"), QStringLiteral("SSL key log")},
        {QStringLiteral("tls"), QStringLiteral("TLS")},
        {QStringLiteral("v6only"), QStringLiteral("IPv6 only")}};
    QStringList words = option.split(u'_');
    for (QString &word : words)
        word = spelled.value(word, word);
    return capitalised(words.join(u' '));
}

} // namespace

SessionForm::SessionForm(const Theme &theme, models::SessionRole role, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , role_(role)
    , kinds_(new ChoiceBox(this))
    , transports_(new ChoiceBox(this))
    , host_(new QLineEdit(QStringLiteral("127.0.0.1"), this))
    , port_(new QSpinBox(this))
    , form_(new QFormLayout)
    , folded_(new QVBoxLayout)
{
    setAcceptDrops(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(form_);
    column->addLayout(folded_);
    column->addStretch(1);
    form_->setContentsMargins(0, 0, 0, 0);
    form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form_->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (const models::SessionKind &kind : models::sessionKinds()) {
        if (kind.role == role)
            kinds_->addItem(capitalised(kind.name), kind.name);
    }
    port_->setRange(0, kLargestTyped);
    port_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    host_->setObjectName(QStringLiteral("host"));
    port_->setObjectName(QStringLiteral("port"));
    kinds_->setObjectName(QStringLiteral("kind"));
    description_ = addField(*form_, tr("&Kind"), kinds_).hint;
    description_->show();
    fixed_.append(addField(*form_, tr("&Port"), port_));
    fixed_.append(addField(*form_, tr("&Address"), host_));
    addressLabel_ = qobject_cast<QLabel *>(form_->labelForField(fixed_.last().holder));
    addField(*form_, tr("&Transport"), transports_);
    connect(kinds_, &QComboBox::currentIndexChanged, this, &SessionForm::rebuildOptions);
    connect(transports_, &QComboBox::currentIndexChanged, this,
            &SessionForm::showWhatTheTransportHas);
    connect(transports_, &QComboBox::activated, this, [this] { keepTransport(); });
    connect(host_, &QLineEdit::textChanged, this, &SessionForm::check);
    connect(port_, &QSpinBox::valueChanged, this, &SessionForm::check);
    rebuildOptions();
}

// Qt's QFormLayout gives rows the heights that their texts had at the width before, as when a
// scroll bar comes.
void SessionForm::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layout()->invalidate();
}

SessionForm::Field SessionForm::addField(QFormLayout &form, const QString &label, QWidget *editor,
                                         const QList<QWidget *> &beside, QWidget *below)
{
    Field field;
    field.editor = editor;
    field.form = &form;
    field.problem = new PlainLabel(this);
    field.problem->setProperty("role", QStringLiteral("error"));
    field.problem->setWordWrap(true);
    field.problem->hide();
    field.hint = new PlainLabel(this);
    field.hint->setProperty("role", QStringLiteral("muted"));
    field.hint->setWordWrap(true);
    field.hint->hide();
    field.holder = new QWidget(this);
    auto *column = new QVBoxLayout(field.holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(QFontMetrics(font()).height() / 5);
    auto *row = new QHBoxLayout;
    row->addWidget(editor, 1);
    for (QWidget *each : beside)
        row->addWidget(each);
    column->addLayout(row);
    if (below)
        column->addWidget(below);
    column->addWidget(field.problem);
    column->addWidget(field.hint);
    auto *caption = new PlainLabel(label, this);
    caption->setBuddy(editor);
    form.addRow(caption, field.holder);
    editor->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    return field;
}

QWidget *SessionForm::editorFor(const models::SessionOption &option)
{
    using models::OptionType;
    if (option.type == OptionType::Boolean) {
        auto *box = new CheckBox(this);
        box->setMinimumHeight(host_->sizeHint().height()); // its caption is in the middle of a line
        connect(box, &QCheckBox::toggled, this, &SessionForm::check);
        return box;
    }
    if (option.type == OptionType::Choice) {
        auto *list = new ChoiceBox(this);
        list->addItems(option.choices);
        connect(list, &QComboBox::currentIndexChanged, this, &SessionForm::check);
        return list;
    }
    if (option.repeatable) {
        auto *text = new QPlainTextEdit(this);
        text->setProperty("field", true);
        text->setTabChangesFocus(true);
        text->setFixedHeight(QFontMetrics(font()).height() * 4);
        connect(text, &QPlainTextEdit::textChanged, this, &SessionForm::check);
        return text;
    }
    auto *line = new QLineEdit(this);
    connect(line, &QLineEdit::textChanged, this, &SessionForm::check);
    return line;
}

// Opens the rules below their line; what is written there is the line's as soon as it is right.
QWidget *SessionForm::rulesButton(QLineEdit *line)
{
    auto *button = new QPushButton(tr("Edit"), this);
    editRules_ = button;
    button->setCheckable(true);
    button->setAccessibleName(tr("Edit the rules"));
    rules_ = new RulesEditor(theme_, this);
    rules_->hideApply();
    rules_->hide();
    connect(button, &QPushButton::toggled, rules_, [this, line](bool open) {
        if (open)
            rules_->setRules(line->text());
        rules_->setVisible(open);
        if (open)
            rules_->setFocus();
        check();
    });
    connect(rules_, &CheckedText::edited, line, [this, line] {
        if (!rules_->isHidden() && rules_->problem().isEmpty())
            line->setText(rules_->option());
        check();
    });
    return button;
}

// Of a plain number; a person may write the unit, too.
QWidget *SessionForm::unitOf(const models::SessionOption &option, QLineEdit *line)
{
    using models::OptionType;
    if (!line || (option.type != OptionType::Duration && option.type != OptionType::Size))
        return nullptr;
    auto *unit = new PlainLabel(this);
    unit->setProperty("role", QStringLiteral("muted"));
    const QString words = option.type == OptionType::Duration ? tr("seconds") : tr("bytes");
    const auto refresh = [unit, line, words] {
        static const QRegularExpression number(QStringLiteral("^[0-9.]+$"));
        unit->setText(number.match(line->text()).hasMatch() ? words : QString());
    };
    connect(line, &QLineEdit::textChanged, unit, refresh);
    refresh();
    return unit;
}

QString SessionForm::valueOf(const QWidget &editor)
{
    if (const auto *box = qobject_cast<const QCheckBox *>(&editor))
        return box->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
    if (const auto *list = qobject_cast<const QComboBox *>(&editor))
        return list->currentText();
    if (const auto *text = qobject_cast<const QPlainTextEdit *>(&editor))
        return text->toPlainText();
    const auto *line = qobject_cast<const QLineEdit *>(&editor);
    return line ? line->text() : QString();
}

void SessionForm::setValue(QWidget &editor, const QString &value)
{
    if (auto *box = qobject_cast<QCheckBox *>(&editor))
        box->setChecked(models::readBoolean(value).value_or(false));
    else if (auto *list = qobject_cast<QComboBox *>(&editor))
        list->setCurrentText(value);
    else if (auto *text = qobject_cast<QPlainTextEdit *>(&editor))
        text->setPlainText(value);
    else if (auto *line = qobject_cast<QLineEdit *>(&editor))
        line->setText(value);
}

const models::SessionKind *SessionForm::kind() const
{
    return models::sessionKind(kinds_->currentData().toString());
}

FoldedGroup *SessionForm::groupOf(models::OptionGroup group)
{
    using models::OptionGroup;
    if (group == OptionGroup::Own)
        return nullptr;
    FoldedGroup *&made = groups_[group];
    if (!made) {
        const QString title = group == OptionGroup::Tls ? tr("TLS")
            : group == OptionGroup::Faults              ? tr("Faults")
            : group == OptionGroup::Limits              ? tr("Limits")
                                                        : tr("Advanced");
        made = new FoldedGroup(theme_, title, this);
        connect(&made->head(), &QToolButton::clicked, this, [this, made = made](bool open) {
            if (open)
                Q_EMIT unfolded(made);
        });
    }
    return made;
}

void SessionForm::addOption(const models::SessionOption &option)
{
    QWidget *editor = editorFor(option);
    editor->setObjectName(option.name);
    setValue(*editor, option.defaultValue);
    auto *line = qobject_cast<QLineEdit *>(editor);
    QList<QWidget *> beside {unitOf(option, line),
                             option.isFile && line ? browseButton(labelOf(option.name), line)
                                                   : nullptr};
    if (option.type == models::OptionType::Rules)
        beside.append(rulesButton(line));
    beside.removeAll(nullptr);
    FoldedGroup *group = groupOf(option.group);
    Field field = addField(group ? group->form() : *form_, labelOf(option.name), editor, beside,
                           option.type == models::OptionType::Rules ? rules_ : nullptr);
    field.group = group;
    field.option = option.name;
    field.hint->setText(
        option.zero.isEmpty()
            ? models::spoken(option.description)
            : tr("%1; 0: %2").arg(models::spoken(option.description), models::spoken(option.zero)));
    options_.append(field);
}

// The options of the last kind go, with their labels; those of the new one start at their defaults.
void SessionForm::rebuildOptions()
{
    options_.clear();
    rules_ = nullptr;
    editRules_ = nullptr;
    while (form_->rowCount() > kFixedRows)
        form_->removeRow(form_->rowCount() - 1);
    qDeleteAll(groups_);
    groups_.clear();
    const models::SessionKind *chosen = kind();
    if (!chosen)
        return;
    description_->setText(models::spoken(chosen->description));
    transports_->clear();
    for (const QString &transport : chosen->transports)
        transports_->addItem(transport.toUpper(), transport);
    transports_->setCurrentIndex(qMax(0, transports_->findData(keptTransport_)));
    transports_->setEnabled(chosen->transports.size() > 1);
    for (const models::SessionOption &option : chosen->options)
        addOption(option);
    for (FoldedGroup *group : std::as_const(groups_))
        folded_->addWidget(group);
    showWhatTheTransportHas();
}

// A transport that was chosen outlives a change of the kind; one that the kind offers first is only
// its default, and the next kind has its own.
void SessionForm::keepTransport()
{
    keptTransport_
        = transports_->currentIndex() > 0 ? transports_->currentData().toString() : QString();
}

// A path has no port, and options of another transport would be refused.
void SessionForm::showWhatTheTransportHas()
{
    const bool path = transports_->currentData().toString() == QLatin1String("unix");
    addressLabel_->setText(path ? tr("P&ath") : tr("&Address"));
    host_->setAccessibleName(path ? tr("Path") : tr("Address"));
    form_->setRowVisible(port_->parentWidget(), !path);
    port_->setSpecialValueText(
        role_ == models::SessionRole::Server
            ? tr("0, any free port")
            : tr("0, the port of the newest %1 server").arg(transports_->currentText()));
    QSet<FoldedGroup *> used;
    for (const Field &field : std::as_const(options_)) {
        const bool has = hasTransport(field);
        field.form->setRowVisible(field.holder, has);
        if (has)
            used.insert(field.group);
    }
    for (FoldedGroup *group : std::as_const(groups_))
        group->setVisible(used.contains(group));
    check();
}

bool SessionForm::hasTransport(const Field &field) const
{
    const QStringList transports = kind()->option(field.option)->transports;
    return transports.isEmpty() || transports.contains(transports_->currentData().toString());
}

void SessionForm::setKind(const QString &name)
{
    kinds_->setCurrentIndex(qMax(0, kinds_->findData(name)));
}

void SessionForm::setAddress(const QString &host)
{
    if (url().isUnix())
        return;
    host_->setText(host);
    check();
}

// Its port is taken by whoever names none. A kind without its transport keeps its own.
void SessionForm::offer(const models::SessionUrl &server)
{
    const int transport = transports_->findData(server.transport);
    if (transport < 0)
        return;
    transports_->setCurrentIndex(transport);
    keepTransport();
    if (server.isUnix())
        host_->setText(server.host);
    check();
}

void SessionForm::setUrl(const models::SessionUrl &url)
{
    setKind(url.kind);
    transports_->setCurrentIndex(qMax(0, transports_->findData(url.transport)));
    keepTransport();
    host_->setText(url.host);
    port_->setValue(url.port);
    for (const Field &field : std::as_const(options_)) {
        const models::SessionOption *option = kind()->option(field.option);
        setValue(*field.editor,
                 option->repeatable ? url.texts(field.option).join(QLatin1Char('\n'))
                                    : url.text(field.option));
    }
    check();
}

void SessionForm::takeFrom(const SessionForm &other)
{
    setUrl(other.url());
    keptTransport_ = other.keptTransport_;
    for (auto it = other.groups_.cbegin(); it != other.groups_.cend(); ++it) {
        if (FoldedGroup *group = groups_.value(it.key()))
            group->setUnfolded(it.value()->isUnfolded());
    }
    if (rules_ && other.rules_ && !other.rules_->isHidden()) {
        editRules_->setChecked(true);
        rules_->editor().setPlainText(other.rules_->text());
    }
}

QStringList SessionForm::valuesOf(const Field &field) const
{
    const QString value = valueOf(*field.editor);
    return kind()->option(field.option)->repeatable ? value.split(QLatin1Char('\n'))
                                                    : QStringList {value};
}

// Only what differs from its default is said, as a person would write it.
models::SessionUrl SessionForm::url() const
{
    models::SessionUrl url;
    url.kind = kinds_->currentData().toString();
    url.transport = transports_->currentData().toString();
    url.host = host_->text().trimmed();
    url.port = url.isUnix() ? quint16(0) : quint16(qMin(port_->value(), kLargestPort));
    for (const Field &field : options_) {
        const models::SessionOption *option = kind()->option(field.option);
        if (!hasTransport(field) || valueOf(*field.editor) == option->defaultValue)
            continue;
        for (const QString &value : valuesOf(field))
            url.options.append({field.option, value});
    }
    return url;
}

bool SessionForm::isRight() const
{
    return right_;
}

QString SessionForm::problemOf(const Field &field) const
{
    using Part = models::SessionUrlError::Part;
    if (!field.option.isEmpty()) {
        const models::SessionOption *option = kind()->option(field.option);
        for (const QString &value : valuesOf(field)) {
            const QString problem = models::optionProblem(*option, value);
            if (!problem.isEmpty())
                return tr("%1 %2", "name of an option, what is wrong with it")
                    .arg(labelOf(option->name), problem);
        }
        return {};
    }
    if (field.editor == port_ && port_->value() > kLargestPort && !url().isUnix())
        return tr("Ports go up to %1").arg(kLargestPort);
    const auto problem = models::sessionUrlProblem(url());
    const Part part = field.editor == host_ ? Part::Host : Part::Port;
    if (problem && problem->part == Part::Host && part == Part::Host && url().isUnix())
        return tr("Enter the path of the socket, such as /tmp/%1").arg(kind()->name);
    return problem && problem->part == part ? problem->message : QString();
}

void SessionForm::check()
{
    right_ = !rules_ || rules_->isHidden() || rules_->problem().isEmpty();
    QHash<FoldedGroup *, int> changed;
    for (const Field &field : fixed_ + options_) {
        const QString problem = problemOf(field);
        if (field.group) {
            const bool differs = hasTransport(field)
                && valueOf(*field.editor) != kind()->option(field.option)->defaultValue;
            changed[field.group] += differs ? 1 : 0;
            if (!problem.isEmpty())
                field.group->setUnfolded(true); // what is wrong is seen
        }
        right_ = right_ && problem.isEmpty();
        field.problem->setText(problem);
        field.problem->setVisible(!problem.isEmpty());
        field.hint->setHidden(!problem.isEmpty() || field.hint->text().isEmpty());
        field.editor->setAccessibleDescription(problem.isEmpty() ? field.hint->text() : problem);
        field.editor->setProperty("wrong", !problem.isEmpty());
        field.editor->style()->unpolish(field.editor);
        field.editor->style()->polish(field.editor);
    }
    for (auto it = changed.cbegin(); it != changed.cend(); ++it)
        it.key()->showChanged(it.value());
    right_ = right_ && !models::sessionUrlProblem(url());
    Q_EMIT edited();
}

} // namespace ui
