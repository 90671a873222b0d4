// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/NoticesPopup.h"

#include "ui/CellPainting.h"
#include "ui/Notices.h"
#include "ui/PlainLabel.h"

#include <QtCore/QtMath>
#include <QtGui/QClipboard>
#include <QtGui/QFontMetrics>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtGui/QTextLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QListView>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyledItemDelegate>

namespace ui {

namespace {

constexpr int kPopupWidth = 36, kPopupHeight = 22; // lines of text

// A dot, the whole sentence in as many lines as it needs, and below it when and how often.
class NoticeDelegate final : public QStyledItemDelegate {
public:
    NoticeDelegate(const Theme &theme, const Notices &notices, QListView *list)
        : QStyledItemDelegate(list)
        , theme_(theme)
        , notices_(notices)
        , list_(*list)
    { }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const int width = list_.viewport()->width();
        const QRect room = sentenceIn(QRect(0, 0, width, 0));
        QTextLayout layout(notices_.at(index.row()).sentence, theme_.font());
        layout.setTextOption(wrapped());
        qreal height = 0;
        layout.beginLayout();
        for (QTextLine each = layout.createLine(); each.isValid(); each = layout.createLine()) {
            each.setLineWidth(room.width());
            height += each.height();
        }
        layout.endLayout();
        return {width, qCeil(height) + line() + 3 * gap()};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Notice &notice = notices_.at(index.row());
        const Tokens &tokens = theme_.tokens();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->fillRect(option.rect, selected ? tokens.selection : tokens.control);
        const QRect room = sentenceIn(option.rect).adjusted(0, 0, 0, -line() - gap() / 2);
        const qreal radius = qMax(3.5, line() / 4.5);
        const QRect dot(option.rect.left() + gap(), room.top(), line(), line());
        paintDot(*painter, QRectF(QStyle::visualRect(option.direction, option.rect, dot)).center(),
                 radius, theme_.color(notice.error ? models::Tone::Error : models::Tone::Neutral));
        const QRect text = QStyle::visualRect(option.direction, option.rect, room);
        painter->setFont(theme_.font());
        painter->setPen(tokens.text);
        painter->drawText(QRectF(text), notice.sentence, wrapped());
        painter->setPen(selected ? tokens.text : tokens.muted);
        const QString time = notice.last.toString(QStringLiteral("HH:mm:ss"));
        painter->drawText(text.adjusted(0, text.height(), 0, line() + gap() / 2),
                          Qt::AlignLeading | Qt::AlignVCenter,
                          notice.count > 1
                              ? Notices::tr("%n times, last at %1", nullptr, notice.count).arg(time)
                              : time);
    }

private:
    [[nodiscard]] static QTextOption wrapped()
    {
        QTextOption option(Qt::AlignLeading);
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        return option;
    }
    [[nodiscard]] int line() const { return QFontMetrics(theme_.font()).height(); }
    [[nodiscard]] int gap() const { return line() / 2; }
    [[nodiscard]] QRect sentenceIn(const QRect &row) const
    {
        return row.adjusted(3 * gap() + gap() / 2, gap(), -gap(), -gap());
    }

    const Theme &theme_;
    const Notices &notices_;
    const QListView &list_;
};

} // namespace

NoticesPopup::NoticesPopup(const Theme &theme, Notices &notices, QWidget *parent)
    : Dialog(parent, Qt::Popup | Qt::FramelessWindowHint)
    , theme_(theme)
    , notices_(notices)
    , list_(new QListView(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("notices"));
    setWindowTitle(tr("Notices"));
    setAccessibleName(windowTitle());
    setProperty("popup", true);
    list_->setAccessibleName(windowTitle());
    list_->setProperty("popup", true);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setResizeMode(QListView::Adjust);
    list_->setItemDelegate(new NoticeDelegate(theme, notices, list_));
    list_->setModel(&notices);
    const int gap = QFontMetrics(theme.font()).height() / 2;
    auto *nothing = new PlainLabel(tr("There was nothing to say yet."), this);
    nothing->setProperty("role", QStringLiteral("muted"));
    nothing->setAlignment(Qt::AlignCenter);
    auto *copied = new QPushButton(tr("&Copy"), this);
    auto *cleared = new QPushButton(tr("C&lear"), this);
    for (QPushButton *button : {copied, cleared})
        button->setAutoDefault(false);
    // The first notice may come while it is open.
    const auto refresh = [this, nothing, copied, cleared] {
        const bool empty = notices_.rowCount() == 0;
        nothing->setVisible(empty);
        list_->setVisible(!empty);
        copied->setEnabled(!empty);
        cleared->setEnabled(!empty);
    };
    refresh();
    connect(&notices, &Notices::changed, this, refresh);
    auto *foot = new QHBoxLayout;
    foot->addStretch(1);
    foot->addWidget(copied);
    foot->addWidget(cleared);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(gap, gap, gap, gap);
    column->setSpacing(gap);
    column->addWidget(list_, 1);
    column->addWidget(nothing, 1);
    column->addLayout(foot);
    connect(copied, &QPushButton::clicked, this, &NoticesPopup::copy);
    connect(cleared, &QPushButton::clicked, this, [this] {
        notices_.clear();
        close();
    });
    connect(this, &QDialog::finished, &notices, &Notices::dismissAll);
}

void NoticesPopup::copy()
{
    QStringList lines;
    const bool all = !list_->selectionModel()->hasSelection();
    for (int row = 0; row < notices_.rowCount(); ++row) {
        if (all || list_->selectionModel()->isRowSelected(row))
            lines.append(notices_.asText(row));
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void NoticesPopup::openOver(const QWidget &window)
{
    const int line = QFontMetrics(theme_.font()).height();
    resize(qMin(kPopupWidth * line, window.width() - 2 * line),
           qMin(kPopupHeight * line, window.height() - 4 * line));
    move(window.mapToGlobal(
        QPoint(window.width() - width() - line / 2, window.height() - height() - 2 * line)));
    show();
    list_->setFocus(Qt::PopupFocusReason);
}

} // namespace ui
