// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Inspector.h"

#include "models/ConnectionModel.h"
#include "models/Conversation.h"
#include "models/LogModel.h"
#include "models/text/Cut.h"
#include "models/text/Shown.h"
#include "ui/Composer.h"
#include "ui/EventTrail.h"
#include "ui/FactsView.h"
#include "ui/FaultsTab.h"
#include "ui/FlowTab.h"
#include "ui/HeadArea.h"
#include "ui/PanelScroll.h"
#include "ui/PlainLabel.h"
#include "ui/PlainTabs.h"
#include "ui/RowHeader.h"
#include "ui/RowView.h"
#include "ui/RulesTab.h"
#include "ui/StreamView.h"
#include "ui/StyleSheet.h"
#include "ui/SubjectPages.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QTabBar>

namespace ui {

namespace {

QLabel *boldLabel(const QString &text, const Theme &theme, QWidget *parent)
{
    auto *label = new PlainLabel(text, parent);
    QFont bold = theme.font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    return label;
}

QString elided(const QString &text, qsizetype most)
{
    if (text.size() <= most)
        return text;
    const qsizetype head = (most - 1) / 2;
    return models::shown::firstOf(text, head) + QStringLiteral("…")
        + models::shown::lastOf(text, most - 1 - head);
}

// What is at the end of a place, its file and line, stays.
QString elidedPlace(const QString &place, qsizetype most)
{
    return place.size() <= most
        ? place
        : QStringLiteral("…") + models::shown::lastOf(place, qMax<qsizetype>(12, most - 1));
}

// The place in its own column, the corner under the frame that waits; where there is no room for
// both, below it. What is too long for a line is cut in the middle of its name; of a place its
// beginning goes.
QString chainText(const QList<models::ChainStep> &chain, qsizetype columns)
{
    constexpr qsizetype least = 24, gap = 2;
    const auto indentOf = [](const models::ChainStep &step) {
        return QString(2 * qMax(0, step.depth - 1), QLatin1Char(' '));
    };
    qsizetype longest = 0, widest = 0;
    QStringList whats;
    for (const models::ChainStep &step : chain) {
        const QString before = step.depth > 0 ? indentOf(step) + QStringLiteral("└ ") : QString();
        longest = qMax(longest, step.where.size());
        whats.append(before + elided(step.what, qMax(least, columns - before.size())));
        widest = qMax(widest, whats.last().size());
    }
    const bool beside = widest + gap + longest <= columns;
    QStringList lines;
    for (qsizetype i = 0; i < chain.size(); ++i) {
        const QString &where = chain.at(i).where;
        if (beside && !where.isEmpty()) {
            lines.append(whats.at(i).leftJustified(widest + gap) + where);
            continue;
        }
        lines.append(whats.at(i));
        if (!where.isEmpty()) {
            const QString before = indentOf(chain.at(i)) + QStringLiteral("    ");
            lines.append(before + elidedPlace(where, columns - before.size()));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

Inspector::Inspector(const Theme &theme, const Models &models, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , models_(models)
    , hint_(new PlainLabel(tr("Select a connection, a task, a session or a warning to inspect it."),
                           this))
    , subject_(new QWidget(this))
    , title_(new PlainLabel(subject_))
    , state_(new PlainLabel(subject_))
    , subtitle_(new PlainLabel(subject_))
    , facts_(new FactsView(theme, subject_))
    , tls_(new FactsView(theme))
    , chainTitle_(boldLabel(tr("Waiting chain"), theme, subject_))
    , chain_(new PlainLabel(subject_))
    , waitersTitle_(boldLabel(tr("Waiting for this task"), theme, subject_))
    , waiters_(new LinkLabel(subject_))
    , tabs_(new PlainTabs(theme, subject_, PlainTabs::Height::WhatIsLeft))
    , stream_(new StreamView(theme, models.conversation, tabs_))
    , encryption_(new QScrollArea(tabs_))
    , events_(new RowView(theme, tr("Events"), QStringLiteral("events"), tabs_))
    , rules_(new RulesTab(theme, models.sessions, tabs_))
    , flow_(new FlowTab(theme, models.connections, models.activity, tabs_))
    , faults_(new FaultsTab(theme, models.sessions, tabs_))
    , composer_(new Composer(theme, this))
{
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("panel"));
    build();
    using L = ColumnLook;
    events_->setCompact(CellDelegate::Margins::Readable);
    events_->show(models.events,
                  {{8, L::Plain, false},
                   {15.5},
                   {11, L::Tinted, true, Qt::ElideRight, 0, 7},
                   {12, L::Plain, false},
                   {6, L::Plain, false},
                   {6, L::Plain, false},
                   {7, L::Plain, true, Qt::ElideRight, 1},
                   {6, L::Plain, false},
                   {8, L::Plain, true, Qt::ElideRight, 0, 3}});
    events_->setFollowsTail(true);
    events_->columns().setStretchLastSection(true); // what does not fit is in its tooltip

    connect(waiters_, &LinkLabel::picked, this, [this](quint64 task) {
        Q_EMIT picked({models::Reference::Task, task, {}});
    });
    connect(pages_, &SubjectPages::picked, this, &Inspector::picked);
    for (RowView *rows : {events_, &stream_->rows()})
        connect(new EventTrail(*rows), &EventTrail::picked, this, &Inspector::picked);
    connect(tabs_, &QTabWidget::currentChanged, this, &Inspector::activateSeen);
    connect(&models.inspection, &models::Inspection::subjectChanged, this, &Inspector::refresh);
    connect(&models.inspection, &models::Inspection::changed, this, &Inspector::refresh);
    activateSeen();
}

void Inspector::build()
{
    const int line = QFontMetrics(theme_.font()).height();
    hint_->setProperty("role", QStringLiteral("muted"));
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    hint_->setMargin(line);
    QFont large = theme_.font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setWeight(QFont::DemiBold);
    title_->setFont(large);
    subtitle_->setFont(theme_.monospace());
    chain_->setFont(theme_.monospace());
    for (PlainLabel *label : {title_, subtitle_, chain_})
        label->setSelectable();
    subtitle_->setMinimumWidth(1);
    subtitle_->setWordWrap(true); // two addresses, where there is little room
    chain_->setMinimumWidth(1);
    title_->setAccessibleName(tr("Selected"));
    chain_->setAccessibleName(tr("Waiting chain"));
    waiters_->setAccessibleName(tr("Waiting for this task"));

    auto *head = new QHBoxLayout;
    head->setSpacing(line / 2);
    head->addWidget(title_, 0, Qt::AlignBaseline);
    head->addWidget(state_, 1, Qt::AlignBaseline);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(3 * line / 4, line / 2, 3 * line / 4, line / 2);
    top->setSpacing(line / 3);
    top->addLayout(head);
    top->addWidget(subtitle_);
    top->addWidget(facts_);
    top->addSpacing(line / 4);
    for (QLabel *label :
         std::initializer_list<QLabel *> {chainTitle_, chain_, waitersTitle_, waiters_})
        top->addWidget(label);
    tabs_->tabBar()->setAccessibleName(tr("Views of the selection"));
    tls_->layout()->setContentsMargins(3 * line / 4, line / 2, 3 * line / 4, line / 2);
    auto *page = new QWidget;
    page->setAttribute(Qt::WA_StyledBackground);
    page->setProperty("ground", QStringLiteral("panel"));
    auto *facts = new QVBoxLayout(page);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->addWidget(tls_);
    facts->addStretch(1);
    encryption_->setWidget(page);
    encryption_->setWidgetResizable(true);
    encryption_->setFrameShape(QFrame::NoFrame);
    putOnPanel(*encryption_);
    encryption_->setAccessibleName(tr("Negotiated TLS parameters"));
    tabs_->addTab(stream_, tr("Stream"));
    tabs_->addTab(encryption_, tr("TLS"));
    tabs_->addTab(events_, tr("Events"));
    tabs_->addTab(flow_, tr("Flow"));
    tabs_->addTab(faults_, tr("Faults"));
    tabs_->addTab(rules_, tr("Rules"));
    for (QWidget *tab : std::initializer_list<QWidget *> {flow_, faults_, rules_})
        tab->setMinimumHeight(1); // on a small screen the facts above come first
    pages_ = new SubjectPages(theme_, *top, *tabs_);
    top->addStretch(1); // what is said stands at the top, however little it is
    auto *column = new QVBoxLayout(subject_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *said = new QWidget;
    said->setAttribute(Qt::WA_StyledBackground);
    said->setProperty("ground", QStringLiteral("panel"));
    said->setLayout(top);
    auto *area = new HeadArea(said);
    area->setAccessibleName(tr("What is known of it"));
    area->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    column->addWidget(area, 1); // half of it at most
    column->addWidget(tabs_, 1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(hint_, 1);
    all->addWidget(subject_, 1);
    all->addWidget(composer_);
    subject_->hide();
}

void Inspector::showConnection(quint64 id)
{
    models_.inspection.showConnection(id);
    models_.events.setTask(0);
    models_.events.setConnection(id);
    look(0, id);
}

void Inspector::showTask(quint64 id, quint64 connection)
{
    models_.inspection.showTask(id);
    models_.events.setConnection(0);
    models_.events.setTask(id);
    look(id, connection);
}

void Inspector::showNothing()
{
    models_.inspection.clear();
    look(0, 0);
}

void Inspector::show(models::Inspection::Subject subject, quint64 id)
{
    models_.inspection.show(subject, id);
    look(0, 0);
}

void Inspector::look(quint64 task, quint64 connection)
{
    task_ = task;
    connection_ = connection;
    models_.conversation.setConnection(connection);
    const models::ConnectionRow *row = models_.connections.find(connection);
    const bool session = subject() == models::Inspection::Subject::Session;
    flow_->show(connection);
    faults_->show(session ? subjectId() : row ? row->context : 0, connection);
    rules_->show(session ? subjectId() : 0);
    refreshControls();
    refresh();
    refreshTabs();
    Q_EMIT interestMoved();
}

void Inspector::open(QWidget &tab)
{
    tabs_->setCurrentWidget(&tab);
    tab.setFocus();
}

int Inspector::page() const
{
    return tabs_->currentIndex();
}

void Inspector::showPage(int page)
{
    tabs_->setCurrentIndex(page);
}

void Inspector::setReadOnly(bool readOnly)
{
    readOnly_ = readOnly;
    refreshControls();
}

void Inspector::refreshControls()
{
    const models::ConnectionRow *row = models_.connections.find(connection_);
    faults_->setReadOnly(readOnly_ || (connection_ != 0 && (!row || row->closed != 0)));
    rules_->setReadOnly(readOnly_);
}

// Nothing is shown in no tab: the current one stays so.
void Inspector::refreshTabs()
{
    using S = models::Inspection::Subject;
    if (subject() == S::Nothing)
        return;
    PlainTabs::showTab(*tabs_, *stream_, connection_ != 0);
    const bool connection = models_.connections.find(connection_);
    PlainTabs::showTab(*tabs_, *flow_, connection);
    PlainTabs::showTab(*tabs_, *faults_, connection || subject() == S::Session);
    PlainTabs::showTab(*tabs_, *rules_, subject() == S::Session && rules_->hasRules());
    PlainTabs::showTab(*tabs_, *events_, subject() == S::Connection || subject() == S::Task);
}

void Inspector::activateSeen()
{
    const auto seen = [this](const QWidget &tab) {
        return tab.isVisibleTo(window()) && !window()->isMinimized();
    };
    models_.conversation.setActive(seen(*stream_));
    models_.events.setActive(seen(*events_));
}

void Inspector::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    activateSeen();
}

void Inspector::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    activateSeen();
}

QString Inspector::heading() const
{
    return subject_->isHidden() ? QString() : title_->text();
}

void Inspector::refresh()
{
    const models::Inspection &shown = models_.inspection;
    const bool nothing = shown.subject() == models::Inspection::Subject::Nothing;
    hint_->setVisible(nothing);
    subject_->setVisible(!nothing);
    activateSeen();
    if (nothing)
        return;
    title_->setText(shown.title());
    state_->setText(shown.state());
    subtitle_->setText(breakable(models::shown::inOrder(shown.subtitle())));
    subtitle_->setHidden(shown.subtitle().isEmpty());
    setTip(*subtitle_, shown.subtitle());
    facts_->showFacts(shown.facts());
    tls_->showFacts(shown.tls());
    PlainTabs::showTab(*tabs_, *encryption_, !shown.tls().isEmpty());
    setTone(*state_, shown.tone());
    pages_->refresh(shown.shown());
    refreshChain();
}

void Inspector::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    refreshChain();
}

void Inspector::refreshChain()
{
    const models::Inspection &shown = models_.inspection;
    const QFontMetrics metrics(theme_.monospace());
    const int room = width() - 3 * QFontMetrics(theme_.font()).height(); // margins, a scroll bar
    const auto columns = qsizetype(room / qMax(1, metrics.horizontalAdvance(QLatin1Char('0'))));
    const QString chain = models::shown::inOrder(chainText(shown.chain(), columns));
    if (chain != chain_->text()) {
        chain_->setText(chain);
        setTip(*chain_, models::shown::inOrder(chainText(shown.chain(), 10'000)));
    }
    chain_->setVisible(!chain.isEmpty());
    chainTitle_->setVisible(!chain.isEmpty());
    QList<LinkLabel::Link> links;
    for (const models::Reference &waiter : shown.awaitedBy())
        links.append({waiter.id, waiter.text});
    waiters_->showLinks(links);
    waiters_->setVisible(!links.isEmpty());
    waitersTitle_->setVisible(!links.isEmpty());
}

} // namespace ui
