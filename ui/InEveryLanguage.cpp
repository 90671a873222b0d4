// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/InEveryLanguage.h"

#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtWidgets/QDialog>

#include <algorithm>
#include <utility>

namespace ui {

namespace {

class Speaker final : public QObject {
public:
    Speaker(QWidget &widget, std::function<void()> say)
        : QObject(&widget)
        , widget_(widget)
        , say_(std::move(say))
    {
        widget.installEventFilter(this);
        speak();
    }

    bool eventFilter(QObject *object, QEvent *event) override
    {
        // Later: Qt's own parts (the buttons of a box) hear of it after this and say their words.
        if (event->type() == QEvent::LanguageChange)
            QMetaObject::invokeMethod(this, &Speaker::speak, Qt::QueuedConnection);
        return QObject::eventFilter(object, event);
    }

private:
    // A language comes with several events.
    void speak()
    {
        if (spoken_ == QLocale().name())
            return;
        if (const QDialog *dialog = openedInside(widget_)) {
            connect(dialog, &QObject::destroyed, this, &Speaker::speak,
                    Qt::ConnectionType(Qt::QueuedConnection | Qt::UniqueConnection));
            return;
        }
        spoken_ = QLocale().name();
        say_();
    }

    QWidget &widget_;
    const std::function<void()> say_;
    QString spoken_;
};

} // namespace

void inEveryLanguage(QWidget &widget, std::function<void()> say)
{
    new Speaker(widget, std::move(say));
}

void takeAway(QWidget *part)
{
    if (!part)
        return;
    part->hide();
    part->setParent(nullptr);
    delete part;
}

QDialog *openedInside(const QWidget &widget)
{
    const QList<QDialog *> dialogs = widget.findChildren<QDialog *>();
    const auto open = std::find_if(dialogs.begin(), dialogs.end(), [&widget](const QDialog *each) {
        return each->isVisible() && each->parentWidget() != &widget;
    });
    return open == dialogs.end() ? nullptr : *open;
}

} // namespace ui
