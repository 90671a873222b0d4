// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SubjectPages.h"

#include "models/text/Format.h"
#include "models/text/Shown.h"
#include "ui/FactsView.h"
#include "ui/LatencyPicture.h"
#include "ui/PanelScroll.h"
#include "ui/PlainLabel.h"
#include "ui/PlainTabs.h"
#include "ui/StyleSheet.h"
#include "ui/Theme.h"

#include <QtGui/QClipboard>
#include <QtGui/QFontMetrics>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QVBoxLayout>

namespace ui {

namespace {

constexpr qsizetype kMostHoldings = 200; // lines; more places are only counted

QLabel *bold(const QString &text, const Theme &theme)
{
    auto *label = new PlainLabel(text);
    QFont font = theme.font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

QLabel *prose(const QString &name)
{
    auto *label = new PlainLabel;
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setAccessibleName(name);
    return label;
}

// The times among the limits that an answer is not to take; ns.
QList<qint64> timesOf(const QList<models::Verdict> &limits)
{
    QList<qint64> times;
    for (const models::Verdict &verdict : limits) {
        const auto limit = models::readLimit(verdict.limit).limit;
        if (limit && limit->measure <= models::Measure::Max && limit->isUpper())
            times.append(qint64(limit->bound));
    }
    return times;
}

} // namespace

SubjectPages::SubjectPages(const Theme &theme, QVBoxLayout &top, QTabWidget &tabs)
    : QObject(&tabs)
    , theme_(theme)
    , tabs_(tabs)
    , picture_(new LatencyPicture(theme))
    , limitLines_(new QVBoxLayout)
    , linksTitle_(bold(tr("Go to"), theme))
    , links_(new LinkLabel)
    , meaning_(prose(tr("What it means")))
    , mendingTitle_(bold(tr("How to mend it"), theme))
    , mending_(prose(tr("How to mend it")))
    , holdings_(new PlainLabel)
    , options_(new FactsView(theme))
    , command_(prose(tr("Command line")))
{
    links_->setAccessibleName(tr("Go to"));
    holdings_->setFont(theme.monospace());
    holdings_->setAccessibleName(tr("What keeps it running"));
    holdings_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    command_->setFont(theme.monospace());
    limitLines_->setSpacing(0);
    top.addWidget(picture_);
    top.addLayout(limitLines_);
    top.addWidget(linksTitle_);
    top.addWidget(links_);
    connect(links_, &LinkLabel::picked, this, [this](quint64 number) {
        if (number > 0 && number <= quint64(goals_.size()))
            Q_EMIT picked(goals_.at(qsizetype(number) - 1));
    });
    auto *copy = new QPushButton(tr("Cop&y"));
    copy->setAccessibleName(tr("Copy the command line"));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(command_->text()); });
    meaningPage_ = addPage(tabs, tr("What it means"), {meaning_, mendingTitle_, mending_});
    holdingsPage_ = addPage(tabs, tr("What keeps it running"), {holdings_});
    optionsPage_ = addPage(tabs, tr("Options"), {options_});
    commandPage_ = addPage(tabs, tr("Command"), {command_, copy});
    refresh({});
}

QWidget *SubjectPages::addPage(QTabWidget &tabs, const QString &name, const QList<QWidget *> &parts)
{
    const int line = QFontMetrics(theme_.font()).height();
    auto *page = new QWidget;
    page->setAttribute(Qt::WA_StyledBackground);
    page->setProperty("ground", QStringLiteral("panel"));
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(3 * line / 4, line / 2, 3 * line / 4, line / 2);
    column->setSpacing(line / 3);
    for (QWidget *part : parts)
        column->addWidget(part, 0,
                          qobject_cast<QPushButton *>(part) ? Qt::AlignLeft : Qt::Alignment());
    column->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    putOnPanel(*scroll);
    scroll->setAccessibleName(name);
    tabs.addTab(scroll, name);
    return scroll;
}

void SubjectPages::refresh(const models::Inspected &shown)
{
    picture_->show(shown.results, timesOf(shown.limits));
    picture_->setVisible(!shown.results.histogram.isEmpty());
    refreshLimits(shown);
    refreshLinks(shown);
    meaning_->setText(shown.meaning);
    mending_->setText(shown.mending);
    mendingTitle_->setVisible(!shown.mending.isEmpty());
    refreshHoldings(shown.holdings);
    options_->showFacts(shown.options);
    if (command_->text() != shown.command)
        command_->setText(shown.command);
    const auto page
        = [this](QWidget *which, bool visible) { PlainTabs::showTab(tabs_, *which, visible); };
    page(meaningPage_, !shown.meaning.isEmpty());
    page(holdingsPage_, !shown.holdings.isEmpty());
    page(optionsPage_, !shown.options.isEmpty());
    page(commandPage_, !shown.command.isEmpty());
}

void SubjectPages::refreshLimits(const models::Inspected &shown)
{
    while (limits_.size() < shown.limits.size()) {
        auto *line = new PlainLabel;
        line->setWordWrap(true);
        limitLines_->addWidget(line);
        limits_.append(line);
    }
    for (qsizetype i = 0; i < limits_.size(); ++i) {
        const bool used = i < shown.limits.size();
        limits_.at(i)->setVisible(used);
        if (!used)
            continue;
        const models::Verdict &verdict = shown.limits.at(i);
        const QString measured
            = verdict.measured.isEmpty() ? tr("nothing measured") : verdict.measured;
        const QString sentence = shown.limitsAreFinal
            ? (verdict.holds ? tr("● %1 met: %2") : tr("● %1 not met: %2"))
            : (verdict.holds ? tr("● %1 holds so far: %2") : tr("● %1 does not hold now: %2"));
        limits_.at(i)->setText(sentence.arg(verdict.limit, measured));
        limits_.at(i)->setAccessibleName(tr("Limit"));
        setTone(*limits_.at(i), verdict.holds ? models::Tone::Good : models::Tone::Error);
    }
}

void SubjectPages::refreshLinks(const models::Inspected &shown)
{
    goals_ = shown.links;
    QList<LinkLabel::Link> links;
    for (qsizetype i = 0; i < goals_.size(); ++i)
        links.append({quint64(i) + 1, goals_.at(i).text});
    links_->showLinks(links);
    links_->setVisible(!links.isEmpty());
    linksTitle_->setVisible(!links.isEmpty());
}

void SubjectPages::refreshHoldings(const QList<models::Holding> &holdings)
{
    QStringList counts, whats, lines;
    qsizetype countWidth = 0, whatWidth = 0;
    const QList<models::Holding> listed = holdings.first(qMin(holdings.size(), kMostHoldings));
    for (const models::Holding &holding : listed) {
        counts.append(models::format::integer(qint64(holding.count)));
        countWidth = qMax(countWidth, counts.last().size());
        whatWidth = qMax(whatWidth, holding.what.size());
    }
    for (qsizetype i = 0; i < listed.size(); ++i)
        lines.append(counts.at(i).rightJustified(countWidth) + QStringLiteral("  ")
                     + listed.at(i).what.leftJustified(whatWidth) + QStringLiteral("  ")
                     + listed.at(i).where);
    if (holdings.size() > kMostHoldings)
        lines.append(tr("and %n more place(s)", nullptr, int(holdings.size() - kMostHoldings)));
    const QString text = models::shown::inOrder(lines.join(QLatin1Char('\n')));
    if (text != holdings_->text())
        holdings_->setText(text);
}

} // namespace ui
