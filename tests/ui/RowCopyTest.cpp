// SPDX-License-Identifier: GPL-3.0-or-later

// Copied rows: a bounded number of them, and those that were asked for, though some must be read.

#include "tests/ui/Rows.h"
#include "ui/RowView.h"
#include "ui/Theme.h"

#include <QtCore/QSettings>
#include <QtGui/QClipboard>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <memory>
#include <set>

using namespace Qt::StringLiterals;

namespace {

// Rows that are not here until they are read, part by part, as those of a log.
class ReadRows final : public QAbstractTableModel {
    Q_OBJECT
    Q_PROPERTY(bool reading READ reading)
public:
    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : rows_;
    }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : 1;
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (index.row() >= read_) {
            asked.insert(index.row());
            return {};
        }
        if (role == Qt::DisplayRole) {
            ++texts;
            return u"row %1"_s.arg(gone_ + index.row());
        }
        return role == models::EventRole || role == models::IdRole
            ? QVariant(quint64(gone_ + index.row() + 1))
            : QVariant();
    }
    void read(int rows)
    {
        const int first = std::exchange(read_, rows);
        Q_EMIT dataChanged(index(first, 0), index(rows - 1, 0));
    }
    void fail() { failed_ = true; }
    void removeFirst(int count)
    {
        beginRemoveRows({}, 0, count - 1);
        rows_ -= count;
        read_ = std::max(0, read_ - count);
        gone_ += count;
        endRemoveRows();
    }
    void change() { Q_EMIT dataChanged(index(0, 0), index(rows_ - 1, 0)); }
    bool reading() const { return read_ < rows_ && !failed_; }

    mutable std::set<int> asked;
    mutable int texts = 0;

private:
    int rows_ = 3'000, read_ = 0, gone_ = 0;
    bool failed_ = false;
};

} // namespace

class RowCopyTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<ui::Theme> theme_;
    std::unique_ptr<ui::RowView> view_;
    std::unique_ptr<ReadRows> read_;

    static QString copied() { return QApplication::clipboard()->text(); }
    void select(int first, int last)
    {
        view_->clearSelection();
        view_->selectionModel()->select(
            QItemSelection(view_->model()->index(first, 0),
                           view_->model()->index(last, view_->model()->columnCount() - 1)),
            QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    // What is queued for the view is done.
    static void settle() { QCoreApplication::sendPostedEvents(); }

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    // Never shown, so that nothing but copying asks for rows.
    void init()
    {
        QApplication::clipboard()->setText(u"before"_s);
        read_ = std::make_unique<ReadRows>();
        view_ = std::make_unique<ui::RowView>(*theme_, u"Rows"_s, u"rows"_s);
        view_->show(*read_, {{20}});
    }
    void cleanup()
    {
        view_.reset();
        read_.reset();
    }

    void ofVeryManyRowsThoseAreCopiedThatThereIsRoomForAndTheRestCounted()
    {
        Rows rows(10'000); // the most
        view_->show(rows, {{6}, {10}, {14}, {10}, {20}});
        view_->selectAll();
        view_->copySelection();
        QCOMPARE(copied().count(u'\n'), 1 + 10'000);
        QVERIFY(!copied().contains(u'…'));
        rows.append(90'000);
        view_->selectAll();
        const int before = rows.asked;
        QTest::keyClick(view_.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(copied().count(u'\n'), 1 + 10'000 + 1);
        QVERIFY(copied().contains(u"name 10000\n"_s) && !copied().contains(u"name 10001\n"_s));
        QVERIFY2(copied().endsWith(u"\n… and 90000 more rows: export them instead\n"_s),
                 qPrintable(copied().right(80)));
        QCOMPARE(rows.asked - before, 10'000 * int(Rows::ColumnCount)); // and not for the others
        view_->clearSelection();
        const QString all = copied();
        view_->copySelection(); // nothing, which leaves the clipboard as it is
        QCOMPARE(copied(), all);
        view_->show(*read_, {{20}});
    }

    // All are asked for at once, and texts are made once, when the last of them is here.
    void whatIsStillReadIsCopiedOnceAllOfItIsHere()
    {
        select(0, 2'999);
        view_->copySelection();
        QCOMPARE(read_->asked.size(), std::size_t(3'000));
        for (int rows = 100; rows < 3'000; rows += 100) {
            read_->read(rows);
            settle();
        }
        QCOMPARE(copied(), u"before"_s);
        QCOMPARE(read_->texts, 0);
        read_->read(3'000);
        settle();
        QCOMPARE(read_->texts, 3'000);
        QCOMPARE(copied().count(u'\n'), 1 + 3'000);
        QVERIFY(copied().endsWith(u"\nrow 2999\n"_s));
    }

    // They would have been those that are selected by then.
    void whatWasAskedForIsCopiedWhateverIsSelectedMeanwhile()
    {
        select(10, 12);
        view_->copySelection();
        select(700, 701);
        read_->read(3'000);
        settle();
        QVERIFY2(copied().endsWith(u"\nrow 10\nrow 11\nrow 12\n"_s), qPrintable(copied()));
    }

    void theLaterOfTwoCopiesIsMeant()
    {
        select(10, 12);
        view_->copySelection();
        select(700, 701);
        view_->copySelection();
        read_->read(3'000);
        settle();
        QVERIFY2(copied().endsWith(u"\nrow 700\nrow 701\n"_s), qPrintable(copied()));
        QVERIFY(!copied().contains(u"row 10\n"_s));
    }

    // Or the clipboard would be written minutes later, when something is selected again.
    void aCopyIsOverOnceItWasMade()
    {
        select(10, 12);
        view_->copySelection();
        view_->clearSelection();
        read_->read(3'000);
        settle();
        QVERIFY(copied().endsWith(u"\nrow 10\nrow 11\nrow 12\n"_s));
        QApplication::clipboard()->setText(u"another program's"_s);
        select(700, 701);
        read_->change();
        settle();
        QCOMPARE(copied(), u"another program's"_s);
    }

    void rowsThatLeaveMeanwhileAreNotCopied()
    {
        select(10, 12);
        view_->copySelection();
        read_->removeFirst(11);
        read_->read(2'000);
        settle();
        QVERIFY2(copied().endsWith(u"\nrow 11\nrow 12\n"_s), qPrintable(copied()));
        QVERIFY(!copied().contains(u"row 10\n"_s));
        read_->removeFirst(2'000);
        select(0, 2);
        view_->copySelection();
        read_->removeFirst(500);
        QApplication::clipboard()->setText(u"before"_s);
        read_->read(400);
        settle();
        QCOMPARE(copied(), u"before"_s); // none of them is left
    }

    // Blank, but not for ever: what cannot be read is not waited for.
    void whatCannotBeReadIsCopiedBlank()
    {
        select(10, 12);
        view_->copySelection();
        read_->read(12);
        settle();
        QCOMPARE(copied(), u"before"_s);
        read_->fail();
        read_->change();
        settle();
        QVERIFY2(copied().endsWith(u"\nrow 10\nrow 11\n\n"_s), qPrintable(copied()));
    }
};

QTEST_MAIN(RowCopyTest)
#include "RowCopyTest.moc"
