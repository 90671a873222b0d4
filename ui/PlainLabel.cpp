// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/PlainLabel.h"

#include "models/text/Shown.h"

#include <QtCore/QChildEvent>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QFontMetrics>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtGui/QStaticText>
#include <QtWidgets/QDialog>
#include <QtWidgets/QMessageBox>

#include <utility>

namespace ui {

namespace {

// Labels are polished before they are laid out, which is when HTML would be read.
class LabelsOf final : public QObject {
public:
    explicit LabelsOf(QDialog &dialog)
        : QObject(&dialog)
    {
        dialog.installEventFilter(this);
    }
    bool eventFilter(QObject *object, QEvent *event) override
    {
        if (event->type() == QEvent::ChildPolished)
            flatten(static_cast<QChildEvent *>(event)->child());
        return QObject::eventFilter(object, event);
    }
    static void flatten(QObject *object)
    {
        if (auto *label = qobject_cast<QLabel *>(object))
            label->setTextFormat(Qt::PlainText);
        else if (auto *box = qobject_cast<QMessageBox *>(object))
            box->setTextFormat(Qt::PlainText);
    }
};

// With one digit, of 0 to 9, in place of each of them; those of the language, Arabic ones too.
QString withDigits(QString text, int digit)
{
    for (QChar &each : text) {
        if (each.isDigit())
            each = QChar(each.unicode() - each.digitValue() + digit);
    }
    return text;
}

// `text` with whichever digit takes the most room.
QString widest(const QString &text, const QFontMetrics &metrics)
{
    QString widest;
    int most = -1;
    for (int digit = 0; digit <= 9; ++digit) {
        const QString each = withDigits(text, digit);
        if (const int width = metrics.horizontalAdvance(each); width > most) {
            most = width;
            widest = each;
        }
    }
    return widest;
}

} // namespace

PlainLabel::PlainLabel(QWidget *parent)
    : PlainLabel(QString(), parent)
{ }

PlainLabel::PlainLabel(const QString &text, QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setText(text);
}

// Qt copies by key, by menu and by selecting; all of it arrives at the clipboard.
void PlainLabel::setSelectable()
{
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    QClipboard *const clipboard = QGuiApplication::clipboard();
    connect(clipboard, &QClipboard::changed, this, [this, clipboard](QClipboard::Mode mode) {
        if (!hasSelectedText())
            return;
        const QString text = clipboard->text(mode);
        const QString clean = models::shown::copied(text);
        if (clean != text && text == selectedText().replace(QChar::ParagraphSeparator, u'\n'))
            clipboard->setText(clean, mode);
    });
}

void PlainLabel::setRoom(int pixels)
{
    room_ = pixels;
    setContentsMargins(room_, 0, room_, 0);
}

// Qt lays out nothing for a widget that cannot have another size.
void PlainLabel::showFigure(const QString &text)
{
    if (text == this->text() && place_.isValid())
        return;
    const QString shape = withDigits(text, 0);
    if (std::exchange(shape_, shape) != shape || !place_.isValid()) {
        setText(widest(text, fontMetrics()));
        const QSize needed = sizeHint().expandedTo(place_);
        if (std::exchange(place_, needed) != needed)
            setFixedSize(needed);
    }
    setText(text);
}

void PlainLabel::forgetPlace()
{
    place_ = {};
}

// A frame takes margins for its own edge, which a style sheet sets anew.
void PlainLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::StyleChange && room_ > 0)
        setRoom(room_);
    if ((event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        && place_.isValid()) {
        forgetPlace();
        showFigure(text());
    }
}

void PlainLabel::paintEvent(QPaintEvent *event)
{
    if (elide_ == Qt::ElideNone || hasSelectedText() || text().contains(u'\n')
        || fontMetrics().horizontalAdvance(text()) <= contentsRect().width()) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(contentsRect(), int(Qt::AlignLeading | Qt::AlignVCenter) | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), elide_, contentsRect().width()));
}

LinkLabel::LinkLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::RichText);
    setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    setWordWrap(true);
    connect(this, &QLabel::linkActivated, this,
            [this](const QString &link) { Q_EMIT picked(link.toULongLong()); });
}

void LinkLabel::showLinks(const QList<Link> &links)
{
    if (links == links_)
        return;
    links_ = links;
    QStringList lines;
    for (const Link &link : links)
        lines.append(QStringLiteral("<a href=\"%1\" style=\"text-decoration:none\">%2</a>")
                         .arg(QString::number(link.id), link.text.toHtmlEscaped()));
    setText(lines.join(QStringLiteral("<br>")));
}

void setTip(QWidget &widget, const QString &text)
{
    const QString tip = models::shown::tip(text);
    widget.setToolTip(tip);
    widget.setAccessibleDescription(tip == text ? QString() : text); // "": as the tooltip
}

void setTip(QAction &action, const QString &text)
{
    action.setToolTip(models::shown::tip(text));
}

void setExplanation(QWidget &widget, const QString &text)
{
    widget.setWhatsThis(models::shown::tip(text));
}

void showPlainText(QDialog &dialog)
{
    LabelsOf::flatten(&dialog);
    for (QLabel *label : dialog.findChildren<QLabel *>())
        LabelsOf::flatten(label);
    new LabelsOf(dialog);
}

void setPlainText(QStaticText &shown, const QString &text)
{
    shown.setTextFormat(Qt::PlainText);
    shown.setText(text);
}

} // namespace ui
