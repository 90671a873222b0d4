// SPDX-License-Identifier: GPL-3.0-or-later

// What stands at the end of a line of the session list is shown as it came, in any language: it is
// cut where there is no room, never taken apart again.

#include "ui/SessionDelegate.h"
#include "models/SessionModel.h"
#include "ui/Theme.h"

#include <QtGui/QPainter>
#include <QtGui/QStandardItemModel>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <memory>

using namespace Qt::StringLiterals;

class SessionDelegateTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    void aDecimalCommaDoesNotEndAFigure()
    {
        const QString german = u"1,5k msg/s, p99 0,9 ms"_s;
        QVERIFY(paint(german, 400) != paint(u"1"_s, 400));
        QVERIFY(paint(german, 120) != paint(u"1"_s, 120)); // no room for all of it
        QVERIFY(paint(german, 120) != paint(u"1,5k msg/s"_s, 400));
    }

    // A failure is told whole, or cut between its words: never "failed, p9…".
    void aFailureIsCutBetweenItsParts()
    {
        const auto failed = [this](const QString &detail, int width) {
            return paint(detail, width, Qt::LeftToRight, u"It failed."_s);
        };
        const QString all = u"failed, p99<50ms"_s;
        const int narrow = theme_->rowHeight() * 5;
        QVERIFY(failed(all, 600) != failed(u"failed"_s, 600));
        QCOMPARE(failed(all, narrow), failed(u"failed"_s, narrow));
    }

    void figuresKeepTheirPlaceFromRightToLeft()
    {
        const QImage usual = paint(u"12"_s, 300);
        const QImage mirrored = paint(u"12"_s, 300, Qt::RightToLeft);
        QVERIFY(inkBeside(usual, true) && inkBeside(usual, false));
        QVERIFY(inkBeside(mirrored, true) && inkBeside(mirrored, false));
        QVERIFY(usual != mirrored);
    }

private:
    QImage paint(const QString &detail, int width, Qt::LayoutDirection direction = Qt::LeftToRight,
                 const QString &error = {}) const
    {
        using models::SessionModel;
        QStandardItemModel model(1, 1);
        const QModelIndex item = model.index(0, 0);
        model.setData(item, u"load → :1"_s, Qt::DisplayRole);
        model.setData(item, detail, SessionModel::DetailRole);
        model.setData(item, int(SessionModel::Node::Session), SessionModel::NodeRole);
        model.setData(item, error, SessionModel::ErrorRole);
        QImage image(width, theme_->rowHeight(), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setLayoutDirection(direction);
        QStyleOptionViewItem option;
        option.rect = image.rect();
        option.direction = direction;
        ui::SessionDelegate(*theme_).paint(&painter, option, item);
        return image;
    }

    static bool inkBeside(const QImage &image, bool left)
    {
        const int third = image.width() / 3;
        for (int x = left ? 0 : image.width() - third; x < (left ? third : image.width()); ++x)
            for (int y = 0; y < image.height(); ++y)
                if (image.pixel(x, y) != qRgb(255, 255, 255))
                    return true;
        return false;
    }

    std::unique_ptr<ui::Theme> theme_;
};

QTEST_MAIN(SessionDelegateTest)
#include "SessionDelegateTest.moc"
