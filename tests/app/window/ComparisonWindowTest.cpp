// SPDX-License-Identifier: GPL-3.0-or-later

// Two recordings side by side in a window: the rows of `loopscope compare`, from a recording's own
// window and from the live one.

#include "Opened.h"

#include "app/window/Language.h"
#include "models/export/RunFigures.h"
#include "models/record/Sqlite.h"
#include "ui/Actions.h"
#include "ui/ComparisonWindow.h"
#include "ui/Notices.h"
#include "ui/StatusStrip.h"
#include "ui/Theme.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTreeWidget>

#include <array>

using namespace Qt::StringLiterals;
using ui::ComparisonWindow;

namespace {

ComparisonWindow *comparisonOf(const QWidget &window)
{
    ComparisonWindow *found = nullptr;
    [[maybe_unused]] const bool came = QTest::qWaitFor(
        [&] { return (found = window.findChild<ComparisonWindow *>()) != nullptr; }, patience);
    return found;
}

QStringList cells(const QTreeWidgetItem &item)
{
    QStringList texts;
    for (int column = 0; column < item.columnCount(); ++column)
        texts << item.text(column);
    return texts;
}

} // namespace

class ComparisonWindowTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString path(const QString &name) const { return folder_.filePath(name + u".loopscope"_s); }

private Q_SLOTS:
    // Two runs of one scenario; the second has a fault.
    void initTestCase()
    {
        keepEverythingIn(folder_);
        for (const auto &[name, fault] :
             {std::pair(u"calm"_s, u""_s), {u"slow"_s, u"?fault=latency:30ms"_s}}) {
            Opened run({u"--serve"_s, u"echo://127.0.0.1:0"_s + fault, u"--connect"_s,
                        u"load://127.0.0.1:0?connections=2&rate=100&duration=0.4"_s, u"--record"_s,
                        path(name)});
            QVERIFY(QTest::qWaitFor(
                [&run] { return run.sessionOf(u"load"_s).state == models::SessionRecord::Stopped; },
                patience));
        }
    }

    // As a person does: open one recording, choose the command, name the other.
    void aRecordingsWindowComparesItWithAnother()
    {
        Opened opened;
        Q_EMIT opened.window->openRequested(path(u"slow"_s));
        ui::MainWindow *past = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                for (QWidget *widget : QApplication::topLevelWidgets()) {
                    auto *window = qobject_cast<ui::MainWindow *>(widget);
                    if (window && window->tense() == ui::Tense::Past && window->isVisible())
                        past = window;
                }
                return past != nullptr;
            }(),
            patience);
        past->findChild<ui::Actions *>()->compare->trigger();
        auto *dialog = past->findChild<QFileDialog *>();
        QVERIFY(dialog);
        dialog->selectFile(path(u"calm"_s));
        QMetaObject::invokeMethod(dialog, "accept");
        ComparisonWindow *comparison = comparisonOf(*past);
        QVERIFY(comparison);
        rowsAreThoseOfTheComparison(*comparison);
        onlyWhatDiffersCanBeShown(*comparison);
    }

    void theLiveWindowComparesWhatItHasRecorded()
    {
        Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        QVERIFY(opened.waitForServer());
        Q_EMIT opened.window->compareRequested(path(u"calm"_s));
        QVERIFY(comparisonOf(*opened.window));
    }

    void cancellingItShowsNothing()
    {
        Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        QVERIFY(opened.waitForServer());
        Q_EMIT opened.window->compareRequested(path(u"calm"_s));
        Q_EMIT opened.window->exportCancelRequested();
        QTRY_VERIFY_WITH_TIMEOUT(opened.window->strip().notice().contains(u"was cancelled"_s),
                                 patience);
        QVERIFY(!opened.window->findChild<ComparisonWindow *>());
    }

    void itSpeaksTheLanguageThatIsChosenMeanwhile()
    {
        const auto calm = models::RunFigures::of(path(u"calm"_s));
        const auto slow = models::RunFigures::of(path(u"slow"_s));
        QVERIFY(calm && slow);
        app::Language language(u"en"_s);
        const ui::Theme theme(*static_cast<QApplication *>(qApp));
        ComparisonWindow window(theme, *calm, *slow, nullptr);
        window.setAttribute(Qt::WA_DeleteOnClose, false);
        window.show();
        window.onlyDifferences().setChecked(true);
        const int rows = window.tree().topLevelItemCount();
        language.speak(u"de"_s);
        QTRY_COMPARE(window.windowTitle(), u"Vergleich zweier Aufzeichnungen"_s);
        QVERIFY(window.onlyDifferences().isChecked());
        QCOMPARE(window.tree().topLevelItemCount(), rows);
        QVERIFY(window.findChildren<QTreeWidget *>().size() == 1);
    }

    void whatIsMissingInOneOfThemIsSaid()
    {
        QVERIFY(QFile::copy(path(u"slow"_s), path(u"damaged"_s)));
        models::SqliteDatabase(path(u"damaged"_s).toStdString(),
                               models::SqliteDatabase::Mode::Write)
            .run("UPDATE segments SET data = x''");
        const Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        QVERIFY(opened.waitForServer());
        Q_EMIT opened.window->compareRequested(path(u"damaged"_s));
        QVERIFY(comparisonOf(*opened.window));
        QTRY_VERIFY_WITH_TIMEOUT(opened.window->strip().notice().contains(u"damaged.loopscope is"),
                                 patience);
    }

    void whatCannotBeReadIsSaid()
    {
        Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        QVERIFY(opened.waitForServer());
        Q_EMIT opened.window->compareRequested(folder_.filePath(u"none.loopscope"_s));
        QTRY_VERIFY_WITH_TIMEOUT(opened.window->strip().notice().contains(u"none.loopscope"_s),
                                 patience);
        QVERIFY(!opened.window->findChild<ComparisonWindow *>());
    }

private:
    void rowsAreThoseOfTheComparison(const ComparisonWindow &shown)
    {
        const auto first = models::RunFigures::of(path(u"calm"_s));
        const auto second = models::RunFigures::of(path(u"slow"_s));
        QVERIFY(first && second);
        const models::Comparison comparison(*first, *second);
        const auto sections = comparison.sections();
        const QTreeWidget &tree = shown.tree();
        QCOMPARE(tree.topLevelItemCount(), int(sections.size()));
        bool slower = false;
        std::array<QSet<QString>, 2> inkOf; // by whether a row differs
        for (int i = 0; i < sections.size(); ++i) {
            const QTreeWidgetItem &section = *tree.topLevelItem(i);
            QCOMPARE(section.text(0), sections[i].title);
            QVERIFY(section.isExpanded());
            for (int row = 0; row < sections[i].rows.size(); ++row) {
                const models::Comparison::Row &expected = sections[i].rows[row];
                const QStringList texts = cells(*section.child(row));
                QCOMPARE(texts.first(3),
                         QStringList({expected.name, expected.first, expected.second}));
                QCOMPARE(texts[ComparisonWindow::Meaning], expected.meaning);
                QCOMPARE(texts[ComparisonWindow::Change].startsWith(u'!'), expected.differs);
                inkOf[expected.differs]
                    << section.child(row)->foreground(ComparisonWindow::Change).color().name();
                slower = slower || (expected.name == u"p99"_s && expected.differs);
            }
        }
        QVERIFY2(slower, "the fault shows in p99");
        QVERIFY(!inkOf[true].intersects(inkOf[false])); // and in colour
        for (QPushButton *button : shown.findChildren<QPushButton *>()) {
            if (button->text().contains(u"py as text"_s))
                button->click();
        }
        QCOMPARE(QGuiApplication::clipboard()->text(), comparison.text());
    }

    static void onlyWhatDiffersCanBeShown(const ComparisonWindow &shown)
    {
        const QTreeWidgetItem &figures = *shown.tree().topLevelItem(0);
        const auto visible = [&figures] {
            int count = 0;
            for (int row = 0; row < figures.childCount(); ++row)
                count += figures.child(row)->isHidden() ? 0 : 1;
            return count;
        };
        QCOMPARE(visible(), figures.childCount());
        shown.onlyDifferences().setChecked(true);
        QVERIFY(visible() > 0 && visible() < figures.childCount());
        for (int row = 0; row < figures.childCount(); ++row)
            QVERIFY(figures.child(row)->isHidden()
                    != figures.child(row)->text(ComparisonWindow::Change).startsWith(u'!'));
        shown.onlyDifferences().setChecked(false);
        QCOMPARE(visible(), figures.childCount());
    }
};

QTEST_MAIN(ComparisonWindowTest)
#include "ComparisonWindowTest.moc"
