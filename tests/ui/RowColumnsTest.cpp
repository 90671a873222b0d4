// SPDX-License-Identifier: GPL-3.0-or-later

// The columns of a table: what is shown of them, how they share the room, and what is remembered.

#include "tests/ui/ShownRows.h"
#include "ui/ColumnTips.h"
#include "ui/RowHeader.h"
#include "ui/RowView.h"
#include "ui/Theme.h"

#include <QtCore/QPointer>
#include <QtCore/QScopeGuard>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QHelpEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolTip>

#include <memory>

class RowColumnsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    void init()
    {
        shown_ = std::make_unique<ShownRows>(*theme_);
        rows_ = &shown_->rows;
        view_ = &shown_->view;
        QVERIFY(QTest::qWaitForWindowExposed(view_));
    }

    void cleanup() { shown_.reset(); }

    void columnsAreRemembered()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        QMenu menu;
        view_->columns().fillColumnsMenu(menu);
        menu.actions().at(Rows::Name)->toggle();
        view_->columns().resizeSection(Rows::State, 222);
        view_->remember(settings);
        ui::RowView other(*theme_, QStringLiteral("Rows"), QStringLiteral("rows"));
        other.show(*rows_, ShownRows::looks());
        other.recall(settings);
        QVERIFY(other.columns().isSectionHidden(Rows::Name));
        QCOMPARE(other.columns().sectionSize(Rows::State), 222);
        QSettings later(folder.filePath(QStringLiteral("later.ini")), QSettings::IniFormat);
        other.remember(later); // they are a person's choice still
        QVERIFY(!later.allKeys().isEmpty());
        ui::RowView third(*theme_, QStringLiteral("Rows"), QStringLiteral("rows"));
        third.show(*rows_, ShownRows::looks());
        third.remember(settings); // nobody chose in it: it has nothing to say
        QVERIFY(!settings.allKeys().isEmpty());
    }

    void columnsThatYieldAreLeftOutWhereThereIsNoRoomUntilAPersonChooses()
    {
        QList<ui::ColumnLook> yielding = ShownRows::looks();
        yielding[Rows::State].yields = 1;
        view_->show(*rows_, yielding);
        const auto without = [this](int width) {
            view_->resize(width, 300);
            QCoreApplication::processEvents();
            return view_->columns().isSectionHidden(Rows::State);
        };
        QVERIFY(!without(2000));
        QVERIFY(without(100));
        QVERIFY(!without(2000));
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        view_->remember(settings);
        QVERIFY(settings.allKeys().isEmpty()); // nobody chose
        QVERIFY(without(100));
        QMenu menu;
        view_->columns().fillColumnsMenu(menu);
        menu.actions().at(Rows::State)->toggle();
        QVERIFY(!without(100));
    }

    void theColumnThatMattersLeastLeavesFirst()
    {
        QList<ui::ColumnLook> yielding = ShownRows::looks();
        yielding[Rows::Name].yields = 1;
        yielding[Rows::State].yields = 2;
        view_->show(*rows_, yielding);
        QList<int> out; // the first that is
        for (int width = 2000; width >= 100 && out.isEmpty(); width -= 20) {
            view_->resize(width, 300);
            QCoreApplication::processEvents();
            for (int column = 0; column < view_->columns().count(); ++column) {
                if (view_->columns().isSectionHidden(column))
                    out << column;
            }
        }
        QCOMPARE(out, QList<int> {Rows::State});
        bool cameBack = false; // once the wide one has left, there is room for it again
        for (int width = 2000; width >= 100; width -= 20) {
            view_->resize(width, 300);
            QCoreApplication::processEvents();
            cameBack = cameBack
                || (view_->columns().isSectionHidden(Rows::Name)
                    && !view_->columns().isSectionHidden(Rows::State));
        }
        QVERIFY(cameBack);
    }

    void aColumnThatIsNotShownTakesNoRoom()
    {
        QList<ui::ColumnLook> some = ShownRows::looks();
        some[Rows::Buffer].digits = 300;
        some[Rows::Buffer].shown = false;
        some[Rows::State].yields = 1;
        view_->show(*rows_, some);
        view_->resize(1500, 300);
        QCoreApplication::processEvents();
        QVERIFY(view_->columns().isSectionHidden(Rows::Buffer));
        QVERIFY(!view_->columns().isSectionHidden(Rows::State));
    }

    void columnsThatMayBeNarrowerShareWhatIsTooMuch()
    {
        QList<ui::ColumnLook> shrinking = ShownRows::looks();
        shrinking[Rows::State].digits = 40;
        shrinking[Rows::State].least = 10;
        view_->show(*rows_, shrinking);
        const auto widthAt = [this](int width) {
            view_->resize(width, 300);
            QCoreApplication::processEvents();
            return view_->columns().sectionSize(Rows::State);
        };
        const int usual = widthAt(3000);
        QList<int> widths;
        for (int width = 1500; width >= 100; width -= 50) {
            const int now = widthAt(width);
            QVERIFY(widths.isEmpty() || now <= widths.last());
            if (widths.isEmpty() || now != widths.last())
                widths << now;
        }
        QCOMPARE(widths.first(), usual);
        QVERIFY(widths.size() > 2); // by and by
        QVERIFY(widths.last() < usual / 2 && widths.last() > usual / 5); // no further than it may
        QCOMPARE(widthAt(3000), usual); // and back
    }

    void columnsThatMayBeWiderShareWhatIsLeft()
    {
        QList<ui::ColumnLook> growing = ShownRows::looks();
        growing[Rows::State].most = 30;
        growing[Rows::Rate].most = 28;
        view_->show(*rows_, growing);
        const auto widthsAt = [this](int width) {
            view_->resize(width, 300);
            QCoreApplication::processEvents();
            return QList<int> {view_->columns().sectionSize(Rows::State),
                               view_->columns().sectionSize(Rows::Rate)};
        };
        const QList<int> usual = widthsAt(100), some = widthsAt(700), most = widthsAt(3000);
        for (int i = 0; i < 2; ++i) {
            QVERIFY(some[i] > usual[i]); // both at once
            QVERIFY(most[i] >= some[i]);
        }
        QVERIFY(most[0] > usual[0] * 2 && most[0] < usual[0] * 4); // no further than it may
        QCOMPARE(widthsAt(100), usual);
    }

    void aNumberInTheLastColumnStaysBesideTheOthers()
    {
        view_->columns().moveSection(Rows::Id, Rows::ColumnCount - 1);
        view_->resize(2000, 300);
        QCoreApplication::processEvents();
        const QRect cell = view_->visualRect(rows_->index(0, Rows::Id));
        QVERIFY(cell.width() > 1000);
        const auto lastInk = [&](Qt::LayoutDirection direction) { // from the left of the cell
            QGuiApplication::setLayoutDirection(direction);
            QCoreApplication::processEvents();
            const QRect now = view_->visualRect(rows_->index(0, Rows::Id));
            const QImage image = view_->viewport()->grab(now).toImage();
            for (int x = image.width() - 1; x >= 0; --x) {
                for (int y = 0; y < image.height(); ++y) {
                    if (image.pixel(x, y) != image.pixel(image.width() / 2, 0))
                        return x * now.width() / image.width();
                }
            }
            return -1;
        };
        const auto restored
            = qScopeGuard([] { QGuiApplication::setLayoutDirection(Qt::LeftToRight); });
        const int left = lastInk(Qt::LeftToRight);
        QVERIFY2(left > 0 && left < 200, qPrintable(QString::number(left)));
        const int right = lastInk(Qt::RightToLeft); // where the others are at its right
        QVERIFY2(right > cell.width() - 50, qPrintable(QString::number(right)));
    }

    void aColumnThatThePersonDraggedIsRememberedAndOneThatWeSetIsNot()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        ui::RowHeader &header = view_->columns();
        const QSignalSpy chosen(&header, &ui::RowHeader::chosen);
        header.resizeSection(Rows::Id, 150);
        QCOMPARE(chosen.size(), 0);
        view_->remember(settings);
        QVERIFY(settings.allKeys().isEmpty());
        QWidget *const on = header.viewport();
        const auto dragEdge = [&](int column, int by) {
            const QPoint edge(header.sectionViewportPosition(column) + header.sectionSize(column)
                                  - 1,
                              header.height() / 2);
            QTest::mousePress(on, Qt::LeftButton, {}, edge);
            for (const QPoint &at : {edge + QPoint(by / 2, 0), edge + QPoint(by, 0)}) {
                QMouseEvent move(QEvent::MouseMove, at, on->mapToGlobal(at), Qt::NoButton,
                                 Qt::LeftButton, {});
                QApplication::sendEvent(on, &move);
            }
            QTest::mouseRelease(on, Qt::LeftButton, {}, edge + QPoint(by, 0));
        };
        const int before = header.sectionSize(Rows::State);
        dragEdge(Rows::State, 40);
        QCOMPARE(header.sectionSize(Rows::State), before + 40);
        const qsizetype dragged = chosen.size();
        QVERIFY(dragged > 0);
        header.resizeSection(Rows::Id, 160); // after the button was let go
        QCOMPARE(chosen.size(), dragged);
        view_->remember(settings);
        QVERIFY(!settings.allKeys().isEmpty());
    }

    void aCaptionHasItsTip()
    {
        ui::RowView connections(*theme_, QStringLiteral("Rows"), QStringLiteral("connections"));
        connections.show(*rows_, ShownRows::looks());
        connections.resize(900, 300);
        connections.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&connections));
        const ui::RowHeader &header = connections.columns();
        const auto tipOf = [&header](int column) {
            QWidget *const on = header.viewport();
            const QPoint at(header.sectionViewportPosition(column) + 5, header.height() / 2);
            QHelpEvent help(QEvent::ToolTip, at, on->mapToGlobal(at));
            return QApplication::sendEvent(on, &help) ? on->toolTip() : QString();
        };
        const QString first = tipOf(Rows::Id), second = tipOf(Rows::State);
        QVERIFY(first.contains(ui::columnTip(QStringLiteral("connections"), Rows::Id)));
        QVERIFY(second.contains(ui::columnTip(QStringLiteral("connections"), Rows::State)));
        QVERIFY(first != second);
        QCOMPARE(QToolTip::text(), second); // it is shown
        QToolTip::hideText();
    }

    void aClickOnACaptionSortsByIt()
    {
        const ui::RowHeader &header = view_->columns();
        const auto click = [&header](int column) {
            QTest::mouseClick(
                header.viewport(), Qt::LeftButton, {},
                {header.sectionViewportPosition(column) + header.sectionSize(column) / 2,
                 header.height() / 2});
        };
        click(Rows::Name);
        QCOMPARE(rows_->sortColumn, int(Rows::Name));
        const Qt::SortOrder order = rows_->sortOrder;
        click(Rows::Name);
        QVERIFY(rows_->sortOrder != order);
        click(Rows::State);
        QCOMPARE(rows_->sortColumn, int(Rows::State));
    }

    void theMenuOfTheCaptionsChoosesColumnsAndGoes()
    {
        const ui::RowHeader &header = view_->columns();
        QWidget *const on = header.viewport();
        const QPoint at(header.sectionViewportPosition(Rows::Rate) + 5, header.height() / 2);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, on->mapToGlobal(at));
        QApplication::sendEvent(on, &event);
        const QPointer<QMenu> menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), int(Rows::ColumnCount));
        menu->actions().at(Rows::State)->trigger();
        QVERIFY(header.isSectionHidden(Rows::State));
        menu->close();
        QTRY_VERIFY(!menu);
    }

    // The last one that is shown cannot be left out.
    void oneColumnStays()
    {
        ui::RowHeader &header = view_->columns();
        for (int column = 1; column < Rows::ColumnCount; ++column)
            header.setSectionHidden(column, true);
        QMenu menu;
        header.fillColumnsMenu(menu);
        QVERIFY(!menu.actions().at(0)->isEnabled() && menu.actions().at(0)->isChecked());
        QVERIFY(menu.actions().at(1)->isEnabled() && !menu.actions().at(1)->isChecked());
        header.setSectionHidden(1, false);
        QMenu two;
        header.fillColumnsMenu(two);
        QVERIFY(two.actions().at(0)->isEnabled() && two.actions().at(1)->isEnabled());
    }

    void columnsThatWereChosenGrowWithTheLetters()
    {
        QMenu menu;
        view_->columns().fillColumnsMenu(menu);
        menu.actions().at(Rows::Name)->toggle(); // a choice
        view_->columns().resizeSection(Rows::State, 200);
        const qreal points = theme_->font().pointSizeF();
        const qreal fixed = theme_->monospace().pointSizeF();
        theme_->setFontSizes(points * 2, fixed * 2);
        Q_EMIT theme_->fontsChanged();
        const int grown = view_->columns().sectionSize(Rows::State);
        theme_->setFontSizes(points, fixed);
        Q_EMIT theme_->fontsChanged();
        QVERIFY2(grown > 300, qPrintable(QString::number(grown)));
        QVERIFY(qAbs(view_->columns().sectionSize(Rows::State) - 200) <= 2);
    }

private:
    std::unique_ptr<ui::Theme> theme_;
    std::unique_ptr<ShownRows> shown_;
    Rows *rows_ = nullptr; // these are its
    ui::RowView *view_ = nullptr;
};

QTEST_MAIN(RowColumnsTest)
#include "RowColumnsTest.moc"
