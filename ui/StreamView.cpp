// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/StreamView.h"

#include "models/Conversation.h"
#include "models/text/Format.h"
#include "models/text/Payload.h"
#include "ui/Icons.h"
#include "ui/InEveryLanguage.h"
#include "ui/PlainLabel.h"
#include "ui/RowHeader.h"
#include "ui/RowView.h"
#include "ui/StreamFind.h"

#include <QtCore/QItemSelectionModel>
#include <QtCore/QPointer>
#include <QtGui/QClipboard>
#include <QtGui/QFontMetrics>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolButton>

namespace ui {

namespace {

constexpr double kDigitsOfHex = 48, kDigitsOfText = 16; // of 16 bytes

QToolButton *button(const QString &name, QWidget *parent)
{
    auto *made = new QToolButton(parent);
    made->setAccessibleName(name);
    setTip(*made, name);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

} // namespace

StreamView::StreamView(const Theme &theme, models::Conversation &conversation, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , conversation_(conversation)
    , rows_(new RowView(theme, tr("Conversation"), QStringLiteral("stream"), this))
    , text_(button(tr("Show as text"), this))
    , hex_(button(tr("Show as hex"), this))
    , find_(new StreamFind(theme, conversation, this))
    , copy_(button(tr("Copy the selected rows, or everything"), this))
    , save_(button(tr("Save the bytes"), this))
    , note_(new PlainLabel(this))
{
    text_->setText(tr("Text"));
    hex_->setText(tr("Hex"));
    auto *forms = new QButtonGroup(this);
    for (QToolButton *form : {text_, hex_}) {
        form->setCheckable(true);
        form->setProperty("segment", true);
        forms->addButton(form);
    }
    copy_->setProperty("quiet", true);
    save_->setProperty("quiet", true);
    fillCopyMenu();
    auto *menu = new QMenu(save_);
    menu->addAction(tr("Bytes &received…"), this, [this] { save(true); });
    menu->addAction(tr("Bytes &sent…"), this, [this] { save(false); });
    save_->setMenu(menu);
    save_->setPopupMode(QToolButton::InstantPopup);
    note_->setProperty("role", QStringLiteral("muted"));
    note_->setWordWrap(true);
    note_->setMargin(QFontMetrics(theme.font()).height() / 3);

    const int gap = QFontMetrics(theme.font()).height() / 3;
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(gap, gap, gap, gap);
    bar->setSpacing(2 * gap / 3);
    bar->addWidget(text_);
    bar->addWidget(hex_);
    bar->addWidget(find_, 1);
    bar->addWidget(copy_);
    bar->addWidget(save_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(&find_->steps());
    column->addWidget(rows_, 1);
    column->addWidget(note_);

    using Look = ColumnLook;
    rows_->setLayoutDirection(Qt::LeftToRight); // bytes are as they are, and so is their dump
    rows_->hideHeader();
    rows_->setCompact(CellDelegate::Margins::Tight);
    rows_->setHighlights();
    rows_->show(
        conversation,
        {{2.5, Look::Tinted}, {6, Look::Muted}, {kDigitsOfHex}, {kDigitsOfText, Look::Muted}});
    rows_->setAlternatingRowColors(false);
    rows_->setFollowsTail(true);

    rows_->installEventFilter(this);
    connect(hex_, &QToolButton::toggled, this, [this](bool hex) {
        setForm(hex);
        Q_EMIT formChanged(hex);
    });
    connect(&theme, &Theme::fontsChanged, this, [this] { setForm(isHex()); });
    connect(find_, &StreamFind::rowFound, this, &StreamView::goTo);
    connect(rows_->selectionModel(), &QItemSelectionModel::currentRowChanged, find_,
            [this](const QModelIndex &current) { find_->setRow(qMax(0, current.row())); });
    connect(&conversation, &models::Conversation::noteChanged, this, &StreamView::refreshNote);
    connect(&theme, &Theme::changed, this, &StreamView::refreshIcons);
    (isHex() ? hex_ : text_)->setChecked(true);
    setForm(isHex());
    refreshNote();
    refreshIcons();
}

bool StreamView::isHex() const
{
    return models::conversation::isHex(conversation_.mode());
}

void StreamView::setHex(bool hex)
{
    (hex ? hex_ : text_)->setChecked(true);
}

void StreamView::startFind()
{
    find_->start();
}

// Hex has 16 bytes a row where they fit, else 8, and at last without their text: nobody scrolls
// sideways to read them.
void StreamView::setForm(bool hex)
{
    using Mode = models::Conversation::Mode;
    const auto fits = [this](double part) {
        using namespace models::ConversationColumn;
        rows_->setDigits(Content, part * kDigitsOfHex);
        rows_->setDigits(Text, part * kDigitsOfText);
        int needed = rows_->verticalScrollBar()->sizeHint().width() + 2 * rows_->frameWidth();
        for (const int column : {Direction, Offset, Content, Text})
            needed += rows_->usualWidth(column);
        return needed <= rows_->width();
    };
    const bool wide = fits(1);
    const bool text = wide || fits(0.5);
    conversation_.setMode(!hex ? Mode::Text : wide ? Mode::Hex : Mode::NarrowHex);
    rows_->columns().setSectionHidden(models::ConversationColumn::Text, !hex || !text);
}

bool StreamView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == rows_ && event->type() == QEvent::Resize && isHex())
        setForm(true);
    return QWidget::eventFilter(watched, event);
}

void StreamView::refreshNote()
{
    note_->setText(conversation_.note());
    note_->setVisible(!conversation_.note().isEmpty());
}

void StreamView::refreshIcons()
{
    copy_->setIcon(icon(Symbol::Copy, theme_, theme_.tokens().muted));
    save_->setIcon(icon(Symbol::Save, theme_, theme_.tokens().muted));
}

void StreamView::goTo(int row)
{
    const QModelIndex index = conversation_.index(row, models::ConversationColumn::Content);
    rows_->setCurrentIndex(index);
    rows_->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void StreamView::fillCopyMenu()
{
    auto *menu = new QMenu(copy_);
    const auto add = [this, menu](const QString &text, CopyAs form) {
        menu->addAction(text, this, [this, form] { copy(form); });
    };
    add(tr("As it is &shown"), CopyAs::Shown);
    menu->addSeparator();
    add(tr("Bytes as &text"), CopyAs::Text);
    add(tr("Bytes as &hex"), CopyAs::Hex);
    add(tr("Bytes as a &C array"), CopyAs::CArray);
    add(tr("Bytes as &base64"), CopyAs::Base64);
    copy_->setMenu(menu);
    copy_->setPopupMode(QToolButton::InstantPopup);
}

void StreamView::copy(CopyAs form)
{
    constexpr qsizetype most = 32 * 1024 * 1024; // bytes: a clipboard holds it several times over
    RowView::Span rows = rows_->selectedSpan();
    if (rows.last < rows.first)
        rows = {0, conversation_.rowCount() - 1};
    if (rows.last < rows.first)
        return;
    models::Conversation::Wanted wanted;
    wanted.firstRow = rows.first;
    wanted.lastRow = rows.last;
    wanted.asShown = form == CopyAs::Shown;
    wanted.most = most;
    const auto text = [form](const models::Conversation::Collected &all) -> QString {
        switch (form) {
        case CopyAs::Shown:
            return all.text;
        case CopyAs::Text:
            return QString::fromUtf8(all.bytes);
        case CopyAs::Hex:
            return models::payload::asHex(all.bytes.constData(), all.bytes.size());
        case CopyAs::CArray:
            return models::payload::asCArray(all.bytes);
        case CopyAs::Base64:
            return QString::fromLatin1(all.bytes.toBase64());
        }
        return {};
    };
    conversation_.collect(wanted, [view = QPointer(this), text](const auto &all) {
        QGuiApplication::clipboard()->setText(text(all));
        if (view && all.cut)
            Q_EMIT view->remarked(tr("Only the first %1 were copied. Save the bytes, or select "
                                     "fewer rows.")
                                      .arg(models::format::bytes(static_cast<double>(most))));
    });
}

void StreamView::save(bool in)
{
    const QString name = in ? tr("connection-%1-received.bin") : tr("connection-%1-sent.bin");
    auto *dialog = new QFileDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    showPlainText(*dialog);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    inEveryLanguage(*dialog, [dialog, in] {
        dialog->setWindowTitle(in ? tr("Save the bytes received") : tr("Save the bytes sent"));
    });
    dialog->selectFile(name.arg(conversation_.connection()));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, in](const QString &path) { Q_EMIT saveRequested(path, in); });
    dialog->open();
}

} // namespace ui
