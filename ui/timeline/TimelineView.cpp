// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/TimelineView.h"

#include "models/text/Format.h"
#include "models/timeline/LongestSteps.h"
#include "ui/ChoiceBox.h"
#include "ui/ElidedLabel.h"
#include "ui/PlainLabel.h"
#include "ui/RowView.h"
#include "ui/SettingsKeys.h"
#include "ui/Theme.h"
#include "ui/timeline/TimeScale.h"

#include <QtCore/QSettings>
#include <QtGui/QFontMetrics>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace ui {

namespace {

constexpr double kButtonZoom = 2;
// Of these many lines of text the view has room for the longest steps: beside the lanes, or below.
constexpr int kWide = 56;
constexpr int kTall = 34;

} // namespace

TimelineView::TimelineView(const Theme &theme, models::TimelineModel &model, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , model_(model)
    , lanes_(new LanesView(theme, model, this))
    , longest_(new RowView(theme, tr("Longest steps"), QStringLiteral("longest"), this))
    , parts_(new QSplitter(this))
    , sort_(new ChoiceBox(this))
    , group_(new ChoiceBox(this))
    , slow_(new ChoiceBox(this))
    , newest_(button(tr("Newest"), tr("Follow what happens now")))
    , longestButton_(button(tr("Longest"), tr("List of the longest steps")))
    , note_(new ElidedLabel(this))
{
    using L = ColumnLook;
    longest_->show(model.longest(),
                   {{9},
                    {13},
                    {6},
                    {16, L::Plain, true, Qt::ElideMiddle, 0, 8},
                    {12, L::Muted, true, Qt::ElideRight, 1}});
    parts_->setChildrenCollapsible(false);
    parts_->addWidget(lanes_);
    parts_->addWidget(longest_);
    parts_->setStretchFactor(0, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(controls());
    column->addWidget(parts_, 1);
    setFocusProxy(lanes_);

    connect(lanes_, &LanesView::stepPicked, this, [this](quint64 task) {
        if (task != 0)
            Q_EMIT taskPicked(task);
        Q_EMIT currentChanged();
    });
    connect(lanes_, &LanesView::followingChanged, newest_, &QToolButton::setChecked);
    connect(longest_, &RowView::currentIdChanged, this, &TimelineView::jump);
    connect(longest_, &QAbstractItemView::clicked, this, &TimelineView::jump);
    connect(&model, &models::TimelineModel::readingChanged, this, &TimelineView::refreshNote);
    connect(&model, &models::TimelineModel::rowsChanged, this, &TimelineView::refreshNote);
    connect(&theme, &Theme::changed, this, &TimelineView::refreshNote);
    refreshNote();
}

QToolButton *TimelineView::button(const QString &text, const QString &name)
{
    auto *made = new QToolButton(this);
    made->setText(text);
    made->setProperty("words", true); // there is no picture to leave room for
    made->setAccessibleName(name);
    setTip(*made, name);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

QWidget *TimelineView::controls()
{
    using models::LaneOrder;
    auto *bar = new QWidget(this);
    bar->setAttribute(Qt::WA_StyledBackground);
    bar->setProperty("ground", QStringLiteral("header"));
    bar_ = new QBoxLayout(QBoxLayout::LeftToRight, bar);
    const int line = QFontMetrics(theme_.font()).height();
    bar_->setContentsMargins(line / 2, line / 4, line / 2, line / 4);
    bar_->setSpacing(line / 3);
    auto *row = new QHBoxLayout;
    bar_->addLayout(row, 1);
    row->setSpacing(line / 3);
    const auto choice = [row](QComboBox *box, const QString &name) {
        box->setAccessibleName(name);
        setTip(*box, name);
        box->view()->setAccessibleName(name);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        box->setMinimumContentsLength(4); // what is not shown of it is in the list
        box->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
        row->addWidget(box);
    };
    sort_->addItem(tr("by number"), LaneOrder::ById);
    sort_->addItem(tr("by busy time"), LaneOrder::ByBusyTime);
    sort_->addItem(tr("by coroutine"), LaneOrder::ByCoroutine);
    choice(sort_, tr("Order of the lanes"));
    group_->addItem(tr("no groups"), LaneOrder::NoGroups);
    group_->addItem(tr("sessions"), LaneOrder::BySession);
    group_->addItem(tr("coroutines"), LaneOrder::ByCoroutines);
    choice(group_, tr("Groups of lanes"));
    for (const std::int64_t ms : {1, 10, 100, 1000})
        slow_->addItem(tr("slow ≥ %1").arg(models::format::duration(ms * kMillisecond)),
                       qlonglong(ms * kMillisecond));
    slow_->setCurrentIndex(slow_->findData(qlonglong(model_.longest().slow())));
    choice(slow_, tr("From what length a step counts as slow"));
    row->addWidget(note_, 1);
    note_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // it has what is left
    note_->setAccessibleName(tr("State of the timeline"));
    QToolButton *out = button(QStringLiteral("−"), tr("Zoom out (−)"));
    QToolButton *in = button(QStringLiteral("+"), tr("Zoom in (+)"));
    QToolButton *all = button(tr("All"), tr("Show all that was recorded (0)"));
    newest_->setCheckable(true);
    newest_->setChecked(true);
    longestButton_->setCheckable(true);
    auto *buttons = new QHBoxLayout;
    bar_->addLayout(buttons);
    buttons->setSpacing(line / 3);
    buttons->addStretch(1);
    for (QToolButton *each : {longestButton_, out, in, all, newest_})
        buttons->addWidget(each);
    connect(longestButton_, &QToolButton::clicked, this, [this] {
        chosen_ = true;
        arrange();
    });
    connect(out, &QToolButton::clicked, lanes_, [this] { lanes_->zoomMiddle(1 / kButtonZoom); });
    connect(in, &QToolButton::clicked, lanes_, [this] { lanes_->zoomMiddle(kButtonZoom); });
    connect(all, &QToolButton::clicked, lanes_, &LanesView::showAll);
    connect(newest_, &QToolButton::clicked, lanes_, &LanesView::setFollowing);
    connect(sort_, &QComboBox::currentIndexChanged, this,
            [this] { model_.setSort(LaneOrder::Sort(sort_->currentData().toInt())); });
    connect(group_, &QComboBox::currentIndexChanged, this,
            [this] { model_.setGroup(LaneOrder::Group(group_->currentData().toInt())); });
    connect(slow_, &QComboBox::currentIndexChanged, this, [this] {
        model_.longest().setSlow(slow_->currentData().toLongLong());
        lanes_->viewport()->update();
    });
    return bar;
}

std::int64_t TimelineView::currentTime() const
{
    return lanes_->currentStep() ? lanes_->currentStep()->start : 0;
}

void TimelineView::jump()
{
    const models::LongStep *step = model_.longest().stepAt(longest_->currentIndex().row());
    if (!step || !longest_->selectionModel()->hasSelection())
        return;
    lanes_->goTo(step->task, step->start, step->length);
    Q_EMIT currentChanged();
}

void TimelineView::refreshNote()
{
    const auto guard = model_.lanes().lock();
    const models::Lanes &lanes = model_.lanes();
    QString words;
    if (model_.isReading())
        words = tr("Reading…");
    else if (model_.rows().empty())
        words = tr("No task has run in this time");
    else if (lanes.lanesLeftOut() != 0)
        words = tr("%n more task(s) have no lane", nullptr, int(lanes.lanesLeftOut()));
    else if (lanes.resolution() != 0)
        words = tr("Steps within %1 are one").arg(models::format::duration(lanes.resolution()));
    note_->setText(words);
    note_->setInk(theme_.tokens().muted);
    lanes_->setEmptyWords(words);
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

// Beside the lanes where there is room, below them otherwise; where there is little, only if a
// person wants it.
void TimelineView::arrange()
{
    const int line = QFontMetrics(theme_.font()).height();
    const int edges = line + line / 3; // margins, and what is between both parts
    int both = edges, most = 0;
    for (int part = 0; part < bar_->count(); ++part) {
        both += bar_->itemAt(part)->sizeHint().width();
        most = qMax(most, bar_->itemAt(part)->minimumSize().width());
    }
    bar_->parentWidget()->setMinimumWidth(most + edges); // of either way
    bar_->setDirection(both <= width() ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    const bool wide = width() >= kWide * line;
    if (!chosen_) {
        const QSignalBlocker quiet(longestButton_);
        longestButton_->setChecked(wide || height() >= kTall * line);
    }
    const bool shown = longestButton_->isChecked();
    const Qt::Orientation wanted = wide ? Qt::Horizontal : Qt::Vertical;
    if (shown == !longest_->isHidden() && parts_->orientation() == wanted
        && parts_->sizes().value(1) != 0)
        return;
    parts_->setOrientation(wanted);
    longest_->setVisible(shown);
    if (wide)
        parts_->setSizes({width() - 22 * line, 22 * line});
    else
        parts_->setSizes({height() - 9 * line, 9 * line});
}

void TimelineView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refreshNote();
}

void TimelineView::remember(QSettings &settings) const
{
    settings.setValue(settings::timeline(QStringLiteral("sort")), sort_->currentIndex());
    settings.setValue(settings::timeline(QStringLiteral("group")), group_->currentIndex());
    settings.setValue(settings::timeline(QStringLiteral("slow")), slow_->currentIndex());
    if (chosen_)
        settings.setValue(settings::timeline(QStringLiteral("longest")),
                          longestButton_->isChecked());
}

void TimelineView::recall(const QSettings &settings)
{
    const auto set = [&settings](QComboBox *box, const QString &key) {
        const int index = settings.value(settings::timeline(key), box->currentIndex()).toInt();
        box->setCurrentIndex(std::clamp(index, 0, box->count() - 1));
    };
    set(sort_, QStringLiteral("sort"));
    set(group_, QStringLiteral("group"));
    set(slow_, QStringLiteral("slow"));
    const QVariant longest = settings.value(settings::timeline(QStringLiteral("longest")));
    chosen_ = longest.isValid();
    if (chosen_)
        longestButton_->setChecked(longest.toBool());
    arrange();
}

} // namespace ui
