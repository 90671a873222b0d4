// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FaultsTab.h"

#include "models/SessionModel.h"
#include "models/text/Format.h"
#include "ui/CheckedText.h"
#include "ui/FaultRow.h"
#include "ui/PanelScroll.h"
#include "ui/PlainLabel.h"
#include "ui/SeedBox.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>

#include <algorithm>
#include <utility>

namespace ui {

using namespace Qt::StringLiterals;

FaultsTab::FaultsTab(const Theme &theme, const models::SessionModel &sessions, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , sessions_(sessions)
    , note_(new PlainLabel(this))
    , area_(new QScrollArea(this))
    , list_(new QWidget)
    , column_(new QVBoxLayout(list_))
    , text_(new CheckedText(
          theme, {QString(), tr("Faults, one per line")},
          [this](const QString &lines) { return read(lines).problem; }, this))
    , add_(new QPushButton(tr("Add a fa&ult ▾"), this))
    , kinds_(new QMenu(add_))
    , asText_(new QPushButton(tr("As te&xt"), this))
    , seed_(new SeedBox(this))
{
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", u"panel"_s);
    buildList();
    buildFoot();
    connect(asText_, &QPushButton::toggled, this, &FaultsTab::setAsText);
    connect(text_, &CheckedText::applied, this, [this](const QString &lines) {
        const auto result = read(lines);
        if (!result.plan)
            return;
        choose(*result.plan);
        showPlan(*result.plan, false);
    });
    connect(seed_, &QDoubleSpinBox::valueChanged, this, qOverload<>(&FaultsTab::choose));
    connect(&sessions, &models::SessionModel::sessionChanged, this, [this](quint64 id) {
        if (id == session_)
            refresh();
    });
}

void FaultsTab::buildList()
{
    const int line = QFontMetrics(theme_.font()).height();
    note_->setProperty("role", u"muted"_s);
    note_->setWordWrap(true);
    list_->setAttribute(Qt::WA_StyledBackground);
    list_->setProperty("ground", u"panel"_s);
    column_->setContentsMargins(0, 0, line / 4, 0);
    column_->setSpacing(line / 3);
    column_->addStretch(1);
    area_->setWidget(list_);
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    putOnPanel(*area_);
    area_->setFocusPolicy(Qt::NoFocus);
    area_->setMinimumHeight(2 * line); // the Inspector has little room on small screens
    area_->setAccessibleName(tr("Faults"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * line / 4, line / 2, 3 * line / 4, line / 2);
    column->setSpacing(line / 2);
    column->addWidget(note_);
    column->addWidget(area_, 1);
    column->addWidget(text_, 1);
}

void FaultsTab::buildFoot()
{
    kinds_->setToolTipsVisible(true);
    add_->setMenu(kinds_);
    asText_->setCheckable(true);
    setTip(*asText_, tr("The same faults, one per line, as fault= has them"));
    seed_->setKeyboardTracking(false);
    seed_->setAccessibleName(tr("Seed"));
    setTip(*seed_, tr("The same seed repeats the same faults"));
    seed_->setPrefix(tr("seed "));
    seed_->setMaximumWidth(5 * QFontMetrics(theme_.font()).height());
    for (QPushButton *button : {add_, asText_}) {
        button->setAutoDefault(false);
        text_->addButton(*button);
    }
    text_->addField(*seed_);
    setAsText(false);
}

void FaultsTab::show(quint64 session, quint64 connection)
{
    if (session == session_ && connection == connection_)
        return;
    session_ = session;
    connection_ = connection;
    any_ = false;
    replaced_.clear();
    refresh();
}

FaultsTab::Draft FaultsTab::draft() const
{
    return {asText_->isChecked(), text_->text()};
}

void FaultsTab::putBack(const Draft &draft)
{
    setAsText(draft.asText);
    if (draft.asText && session_ != 0 && draft.text != text_->text())
        text_->editor().setPlainText(draft.text);
}

void FaultsTab::setReadOnly(bool readOnly)
{
    list_->setDisabled(readOnly);
    text_->setReadOnly(readOnly);
    seed_->setDisabled(readOnly);
    add_->setDisabled(readOnly || asText_->isChecked());
}

models::FaultPlan FaultsTab::planOf(const models::SessionRecord &record) const
{
    const models::Traffic traffic = models::trafficOf(record.url.transport);
    const models::FaultPlan all
        = models::parseFaultPlan(record.url.texts(u"fault"), quint64(record.url.integer(u"seed")),
                                 traffic)
              .plan.value_or(models::FaultPlan());
    return connection_ ? record.connectionFaults.value(connection_, all) : all;
}

void FaultsTab::refresh()
{
    const models::SessionRecord *record = sessions_.session(session_);
    setEnabled(record);
    if (!record) {
        showPlan({}, true);
        note_->setText(tr("Faults need a session, and this has none."));
        return;
    }
    traffic_ = models::trafficOf(record->url.transport);
    fillKinds(traffic_);
    const models::FaultPlan now = planOf(*record);
    if (now == shown_)
        replaced_.clear();
    if (!any_ || (now != shown_ && !replaced_.contains(now)))
        showPlan(now, !any_);
    any_ = true;
    const bool own = connection_ != 0 && record->connectionFaults.contains(connection_);
    note_->setText(own               ? tr("This connection alone has these.")
                       : connection_ ? tr("As all of its session, until they are changed here.")
                       : rows_.isEmpty()
                       ? tr("Nothing goes wrong on purpose. Add a fault to see what becomes of it.")
                       : tr("Of every connection of this session, at once."));
    showHits(*record);
}

// A row whose fault is still there stays, and with it what a person is typing; what is off stays,
// too.
void FaultsTab::showPlan(const models::FaultPlan &plan, bool anew)
{
    QList<FaultRow *> before = std::exchange(rows_, {});
    const auto take = [&before](const auto &fits) -> FaultRow * {
        const auto found = std::find_if(before.begin(), before.end(), fits);
        if (found == before.end())
            return nullptr;
        FaultRow *row = *found;
        before.erase(found);
        return row;
    };
    for (const models::Fault &fault : plan.faults) {
        FaultRow *row
            = take([&](const FaultRow *each) { return each->isOn() && each->fault() == fault; });
        if (!row)
            row = take(
                [&](const FaultRow *each) { return each->isOn() && each->kind() == fault.kind; });
        if (!row) {
            addRow(fault, true);
            continue;
        }
        row->showFault(fault, true);
        column_->insertWidget(int(rows_.size()), row);
        rows_.append(row);
    }
    for (FaultRow *row : std::as_const(before)) {
        if (!row->isOn() && !anew)
            rows_.append(row);
        else
            row->deleteLater();
        row->setVisible(!row->isOn() && !anew);
    }
    const QSignalBlocker blocker(seed_);
    seed_->setSeed(plan.seed);
    shown_ = plan;
    if (anew)
        text_->setText(plan.lines().join(u'\n'));
    else
        text_->follow(plan.lines().join(u'\n'));
}

// A row stands for the fault of the session that is the same; what was changed here and is not
// confirmed yet for the next one of its kind.
void FaultsTab::showHits(const models::SessionRecord &record)
{
    const bool own = connection_ != 0 && record.connectionFaults.contains(connection_);
    QList<qint64> hits = own ? record.connectionHits.value(connection_) : record.hitsByFault;
    QList<models::Fault> faults = planOf(record).faults;
    hits.resize(faults.size());
    QHash<FaultRow *, qint64> hitsOf;
    const auto take = [&](const auto &same) {
        for (FaultRow *row : std::as_const(rows_)) {
            const auto fault = std::find_if(faults.begin(), faults.end(),
                                            [&](const auto &each) { return same(*row, each); });
            if (!row->isOn() || hitsOf.contains(row) || fault == faults.end())
                continue;
            hitsOf.insert(row, hits.takeAt(fault - faults.begin()));
            faults.erase(fault);
        }
    };
    take([](const FaultRow &row, const models::Fault &fault) { return row.fault() == fault; });
    take([](const FaultRow &row, const models::Fault &fault) { return row.kind() == fault.kind; });
    for (FaultRow *row : std::as_const(rows_)) {
        const qint64 count = hitsOf.value(row);
        row->showHits(!row->isOn() ? tr("off")
                                   : tr("%1 hits", nullptr, int(qMin<qint64>(count, 2'000'000'000)))
                                         .arg(models::format::integer(count)));
    }
}

FaultRow *FaultsTab::addRow(const models::Fault &fault, bool on)
{
    auto *row = new FaultRow(theme_, fault, on, list_);
    column_->insertWidget(int(rows_.size()), row);
    rows_.append(row);
    connect(row, &FaultRow::edited, this, qOverload<>(&FaultsTab::choose));
    connect(row, &FaultRow::removed, this, [this, row] { removeRow(row); });
    return row;
}

void FaultsTab::removeRow(FaultRow *row)
{
    rows_.removeOne(row);
    row->hide();
    row->deleteLater(); // it is calling
    add_->setFocus();
    choose();
}

void FaultsTab::addFault(models::FaultKind kind)
{
    const models::FaultResult example = models::parseFault(models::formOf(kind).example);
    FaultRow *row = addRow(*example.fault, true);
    row->setFocus();
    choose();
}

models::FaultPlan FaultsTab::plan() const
{
    models::FaultPlan plan {{}, seed_->seed()};
    for (const FaultRow *row : rows_) {
        if (row->isOn())
            plan.faults.append(row->fault());
    }
    return plan;
}

void FaultsTab::choose()
{
    choose(plan());
}

void FaultsTab::choose(const models::FaultPlan &plan)
{
    if (const models::SessionRecord *record = sessions_.session(session_))
        showHits(*record);
    if (session_ == 0 || plan == shown_)
        return;
    replaced_.append(std::exchange(shown_, plan));
    text_->follow(plan.lines().join(u'\n'));
    if (connection_ != 0)
        Q_EMIT connectionPlanChosen(connection_, plan);
    else
        Q_EMIT sessionPlanChosen(session_, plan);
}

models::FaultPlanResult FaultsTab::read(const QString &lines) const
{
    return models::parseFaultPlan(lines.split(u'\n'), seed_->seed(), traffic_);
}

void FaultsTab::setAsText(bool asText)
{
    asText_->setChecked(asText);
    text_->showEditor(asText, CheckedText::Elsewhere::TakesEffect);
    text_->setSizePolicy(QSizePolicy::Preferred,
                         asText ? QSizePolicy::Preferred : QSizePolicy::Maximum);
    area_->setHidden(asText);
    add_->setHidden(asText);
    add_->setDisabled(asText || !seed_->isEnabledTo(this));
}

void FaultsTab::fillKinds(models::Traffic traffic)
{
    const QList<models::FaultKind> kinds = models::faultKinds(traffic);
    if (kinds_->actions().size() == kinds.size()
        && kinds_->actions().constLast()->data().toInt() == int(kinds.constLast()))
        return;
    text_->setGrammar(tr("One per line: %1. Each may have: %2.")
                          .arg(models::faultGrammar(traffic), models::faultFields()));
    kinds_->clear();
    for (const models::FaultKind kind : kinds) {
        QAction *action
            = kinds_->addAction(models::nameOf(kind), this, [this, kind] { addFault(kind); });
        action->setData(int(kind));
        setTip(*action, models::formOf(kind).example);
    }
}

} // namespace ui
