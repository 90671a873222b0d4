// SPDX-License-Identifier: GPL-3.0-or-later

// A walk through the window, every tab and dialog of it, in both languages, both themes, at small
// sizes and from right to left: tests/ui/Walk says what is looked for. That it is found is tested
// with faults put in.

#include "tests/ui/Walk.h"
#include "app/window/Language.h"
#include "models/Words.h"
#include "models/record/SessionRecord.h"
#include "models/spec/SessionKinds.h"
#include "tests/ui/Scene.h"
#include "ui/Actions.h"
#include "ui/CellPainting.h"
#include "ui/CheckedText.h"
#include "ui/Composer.h"
#include "ui/FaultRow.h"
#include "ui/FaultsTab.h"
#include "ui/FoldedGroup.h"
#include "ui/Inspector.h"
#include "ui/MainWindow.h"
#include "ui/NewSessionDialog.h"
#include "ui/RowView.h"
#include "ui/SessionForm.h"
#include "ui/SettingsKeys.h"
#include "ui/StreamFind.h"
#include "ui/StreamView.h"
#include "ui/Theme.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QTableWidget>

#include <memory>

using namespace Qt::StringLiterals;
using ui::RecordTabs;

class WalkTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    void everythingHasANameAndItsRoom_data()
    {
        using Choice = ui::Theme::Choice;
        QTest::addColumn<QString>("language");
        QTest::addColumn<Choice>("choice");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("mirrored");
        const QSize usual(1280, 720), least(800, 600);
        QTest::newRow("English, light") << u"en"_s << Choice::Light << usual << false;
        QTest::newRow("English, dark") << u"en"_s << Choice::Dark << usual << false;
        QTest::newRow("German, light") << u"de"_s << Choice::Light << usual << false;
        QTest::newRow("German, dark") << u"de"_s << Choice::Dark << usual << false;
        QTest::newRow("English, 800x600") << u"en"_s << Choice::Light << least << false;
        QTest::newRow("German, 800x600") << u"de"_s << Choice::Light << least << false;
        QTest::newRow("right to left") << u"en"_s << Choice::Light << usual << true;
    }

    void everythingHasANameAndItsRoom()
    {
        QFETCH(QString, language);
        QFETCH(ui::Theme::Choice, choice);
        QFETCH(QSize, size);
        QFETCH(bool, mirrored);
        const app::Language spoken(language);
        QGuiApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
        theme_->setChoice(choice);
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        settings.setValue(ui::settings::lastSessions(),
                          QStringList {u"echo+tls://127.0.0.1:8443"_s, u"load://127.0.0.1:0"_s});
        Scene scene;
        ui::MainWindow window(*theme_, scene.all(), settings);
        window.setFixedSize(size);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        Walk walk(size == QSize(1280, 720) ? Walk::Contrast::Looked : Walk::Contrast::Left);
        window.shareRoom();
        QCOMPARE(window.size(), size); // its content would have it larger
        walk.look(window, u"the empty state"_s);
        scene.fill(12);
        window.showNotice(u"A sentence that says in "_s + QString(u"so "_s).repeated(60)
                              + u"many words what failed."_s,
                          true);
        walkTabs(window, walk);
        QCOMPARE(statesThatDoNotFit(window), QStringList());
        walkMenus(window, walk);
        walkDialogs(window, walk);
        // A form is the same in every window: each theme, language and size is there once.
        const bool dark = choice == ui::Theme::Choice::Dark;
        const bool german = language == u"de";
        if (!mirrored && dark != german)
            walkForms(size, walk);
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
        for (const QString &what : walk.wrong())
            qWarning("%s", qPrintable(what));
        QVERIFY2(walk.wrong().isEmpty(), qPrintable(QString::number(walk.wrong().size())));
    }

    void aFaultThatIsPutInIsFound_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("finding");
        QTest::newRow("none") << QString() << QString();
        QTest::newRow("name") << u"name"_s << u"no name: QPushButton"_s;
        QTest::newRow("choices") << u"choices"_s << u"no name: the choices of QComboBox"_s;
        QTest::newRow("mnemonic") << u"mnemonic"_s << u"one mnemonic: &Third and &Text"_s;
        QTest::newRow("cut off") << u"cut off"_s << u"cut off: QLabel"_s;
        QTest::newRow("squeezed") << u"squeezed"_s << u"squeezed to "_s;
        QTest::newRow("outside") << u"outside"_s << u"reaches out of its place: QPushButton"_s;
        QTest::newRow("order") << u"order"_s << u"Tab goes back from QPushButton"_s;
        QTest::newRow("faint") << u"faint"_s << u"contrast 2."_s;
        QTest::newRow("placeholder") << u"placeholder"_s << u"'such as this'"_s;
        QTest::newRow("disabled") << u"disabled"_s << u"QPushButton  'Third'"_s;
        QTest::newRow("frame") << u"frame"_s << u"like its ground: QPushButton  'Third'"_s;
        QTest::newRow("cell") << u"cell"_s << u"'plain'"_s;
        QTest::newRow("selected") << u"selected"_s << u"'selected'"_s;
        QTest::newRow("in what scrolls") << u"in what scrolls"_s << u"'far below'"_s;
        QTest::newRow("wider") << u"wider"_s << u"wider than what shows it: QWidget"_s;
        QTest::newRow("state") << u"state"_s << u"cut off: suspended in QTableWidget"_s;
        QTest::newRow("trap") << u"trap"_s << u"Tab goes round in a circle at QPlainTextEdit"_s;
    }

    void aFaultThatIsPutInIsFound()
    {
        QFETCH(QString, fault);
        QFETCH(QString, finding);
        theme_->setChoice(ui::Theme::Choice::Light);
        QDialog dialog;
        auto *row = new QHBoxLayout(&dialog);
        auto *label = new QLabel(u"&Text of some length"_s, &dialog);
        auto *field = new QLineEdit(&dialog);
        auto *choices = new QComboBox(&dialog);
        auto *first = new QPushButton(u"First"_s, &dialog);
        auto *third = new QPushButton(u"Third"_s, &dialog);
        label->setBuddy(field);
        field->setAccessibleName(u"Text"_s);
        choices->addItems({u"a"_s, u"b"_s});
        choices->setAccessibleName(u"Choice"_s);
        choices->view()->setAccessibleName(u"Choice"_s);
        for (QWidget *each : std::initializer_list<QWidget *> {label, field, choices, first, third})
            row->addWidget(each);
        addRows(*row);
        addWhatScrolls(*row);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        putIn(fault, dialog);
        Walk walk(Walk::Contrast::Looked);
        walk.look(dialog, u"the dialog"_s);
        const QString found = walk.wrong().join(u'\n');
        QVERIFY2(fault.isEmpty() ? found.isEmpty() : found.contains(finding), qPrintable(found));
    }

private:
    // Few of them are in the rows of a scene.
    QStringList statesThatDoNotFit(const ui::MainWindow &window) const
    {
        QStringList cut;
        const auto look = [&](ui::RecordTabs::Tab tab, int column, const QString &word) {
            if (window.tabs().view(tab).columnWidth(column) < ui::pillWidth(*theme_, word))
                cut << word;
        };
        for (int i = 0; i <= int(loop::ConnectionState::Reset); ++i)
            look(ui::RecordTabs::Connections, models::ConnectionColumn::State,
                 models::wordings::shown(loop::ConnectionState(i)));
        for (int i = 0; i <= int(loop::TaskState::Cancelled); ++i)
            look(ui::RecordTabs::Tasks, models::TaskColumn::State,
                 models::wordings::shown(loop::TaskState(i)));
        return cut;
    }

    static void addRows(QHBoxLayout &row)
    {
        auto *list = new QListWidget;
        list->setAccessibleName(u"Rows"_s);
        list->addItems({u"plain"_s, u"selected"_s});
        list->setCurrentRow(1);
        row.addWidget(list);
    }

    // A label in sight, one that is half out of it, and one that is far below.
    static void addWhatScrolls(QHBoxLayout &row)
    {
        auto *content = new QWidget;
        auto *column = new QVBoxLayout(content);
        for (const QString &text : {u"above"_s, u"half"_s, u"far below"_s}) {
            auto *label = new QLabel(text);
            label->setFixedHeight(50);
            column->addWidget(label);
        }
        auto *edit = new QPlainTextEdit;
        edit->setAccessibleName(u"Lines"_s);
        edit->setTabChangesFocus(true);
        auto *area = new QScrollArea;
        area->setAccessibleName(u"What scrolls"_s);
        area->setFocusPolicy(Qt::NoFocus);
        area->setWidget(content);
        area->setFixedHeight(85);
        row.addWidget(edit);
        row.addWidget(area);
    }

    static void putIn(const QString &fault, QDialog &dialog)
    {
        auto *label = dialog.findChild<QLabel *>();
        auto *field = dialog.findChild<QLineEdit *>();
        auto *choices = dialog.findChild<QComboBox *>();
        QPushButton *first = dialog.findChildren<QPushButton *>().first();
        QPushButton *third = dialog.findChildren<QPushButton *>().last();
        if (fault == u"name")
            first->setText({});
        else if (fault == u"choices")
            choices->view()->setAccessibleName({});
        else if (fault == u"mnemonic")
            third->setText(u"&Third"_s), label->setText(u"&Text"_s);
        else if (fault == u"cut off")
            label->setMaximumWidth(20);
        else if (fault == u"order")
            QWidget::setTabOrder(choices, third), QWidget::setTabOrder(third, first);
        else if (fault == u"faint")
            label->setStyleSheet(u"color: #999999"_s);
        else if (fault == u"disabled")
            third->setDisabled(true), third->setStyleSheet(u"color: #999999"_s);
        else if (fault == u"frame")
            third->setStyleSheet(u"border: none; background: %1"_s.arg(
                dialog.palette().color(QPalette::Window).name()));
        else if (fault == u"cell")
            dialog.findChild<QListWidget *>()->item(0)->setForeground(QColor(0x999999));
        else if (fault == u"selected")
            dialog.findChild<QListWidget *>()->setStyleSheet(u"selection-color: #999999"_s);
        else if (fault == u"in what scrolls")
            dialog.findChild<QScrollArea *>()->findChildren<QLabel *>().last()->setStyleSheet(
                u"color: #999999"_s);
        else if (fault == u"trap")
            dialog.findChild<QPlainTextEdit *>()->setTabChangesFocus(false);
        else if (fault == u"wider") {
            auto *area = dialog.findChild<QScrollArea *>();
            area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
            area->widget()->setMinimumWidth(area->width() + 1);
        } else if (fault == u"state") {
            auto *table = new QTableWidget(1, 1);
            auto *cell = new QTableWidgetItem(u"suspended"_s);
            cell->setData(models::ToneRole, int(models::Tone::Active));
            table->setItem(0, 0, cell);
            table->setColumnWidth(0, 20);
            dialog.layout()->addWidget(table);
        } else if (fault == u"placeholder") {
            field->setPlaceholderText(u"such as this"_s);
            QPalette palette = field->palette();
            palette.setColor(QPalette::PlaceholderText, u"#bbbbbb"_s);
            field->setPalette(palette);
        }
        QCoreApplication::processEvents();
        if (fault == u"squeezed")
            third->resize(third->width(), 5);
        if (fault == u"outside")
            third->move(dialog.width() - 5, third->y());
    }

    static void walkTabs(ui::MainWindow &window, Walk &walk)
    {
        for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
            window.tabs().setCurrentIndex(tab);
            walk.look(window, window.tabs().tabText(tab));
            if (tab == RecordTabs::Timeline)
                continue;
            window.tabs().currentView().selectAll(); // what is selected has another ground
            walk.look(window, window.tabs().tabText(tab));
        }
        window.tabs().setCurrentIndex(RecordTabs::Connections);
        window.tabs().view(RecordTabs::Connections).selectId(1848); // over TLS
        walkInspector(window, walk);
        walkWhatIsWritten(window, walk);
        ui::FaultsTab &faults = window.inspector().faults();
        window.actions().connectionFaults->trigger();
        for (QAction *kind : faults.findChild<QMenu *>()->actions())
            kind->trigger();
        for (ui::FaultRow *row : faults.rows())
            row->setUnfolded(true);
        walk.look(window, u"faults"_s);
        faults.setAsText(true);
        walk.look(window, u"faults as text"_s);
        faults.setAsText(false);
        window.selectSession(7);
        window.inspector().show(models::Inspection::Subject::Session, 7);
        walkInspector(window, walk);
        window.showNotice(u"The disk is full. Choose another place for the recording."_s, true);
        walk.look(window, u"a notice"_s);
    }

    static void walkInspector(ui::MainWindow &window, Walk &walk)
    {
        auto *tabs = window.inspector().findChild<QTabWidget *>();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            if (!tabs->isTabVisible(tab))
                continue;
            tabs->setCurrentIndex(tab);
            walk.look(window, window.inspector().heading() + u" "_s + tabs->tabText(tab));
        }
    }

    // What appears as one looks for something in a stream and writes to its peer, also where the
    // Inspector is as narrow as it gets.
    static void walkWhatIsWritten(ui::MainWindow &window, Walk &walk)
    {
        models::SessionRecord talk;
        talk.id.value = 11;
        talk.kind = u"talk"_s;
        talk.address = u"127.0.0.1:8881"_s;
        talk.url = *models::parseSessionUrl(u"talk://127.0.0.1:8881"_s).url;
        talk.state = models::SessionRecord::Running;
        ui::Inspector &inspector = window.inspector();
        inspector.open(inspector.stream());
        QLineEdit &find = inspector.stream().find().field();
        auto *dock = window.findChild<QDockWidget *>(u"dock-inspector"_s);
        const int usual = dock->width();
        for (const int width : {usual, 1}) {
            window.resizeDocks({dock}, {width}, Qt::Horizontal);
            QCoreApplication::processEvents(); // it is laid out later
            const QString where = u" at %1 pixels"_s.arg(dock->width());
            find.setText(u"a"_s);
            walk.look(window, u"find"_s + where);
            find.clear();
            inspector.composer().showSession(&talk);
            walk.look(window, u"composer"_s + where);
            inspector.composer().setMessage({u"a\\q"_s, models::MessageForm::Escapes});
            walk.look(window, u"composer with a mistake"_s + where);
            inspector.composer().setMessage({});
            inspector.composer().showSession(nullptr);
        }
        window.resizeDocks({dock}, {usual}, Qt::Horizontal);
    }

    static void walkMenus(ui::MainWindow &window, Walk &walk)
    {
        for (const QMenu *menu : window.menuBar()->findChildren<QMenu *>()) {
            QStringList texts;
            for (const QAction *action : menu->actions()) {
                if (action->isVisible())
                    texts << action->text();
            }
            walk.setPlace(u"menu "_s + menu->title());
            walk.checkTwice(texts);
        }
    }

    static void walkDialogs(ui::MainWindow &window, Walk &walk)
    {
        const ui::Actions &a = window.actions();
        for (QAction *action : {a.settings, a.shortcuts, a.about, a.notices, a.commands}) {
            action->trigger();
            for (QDialog *dialog : window.findChildren<QDialog *>()) {
                if (!dialog->isVisible())
                    continue;
                auto *pages = dialog->findChild<QTabWidget *>();
                for (int page = 0; pages && page < pages->count(); ++page) {
                    pages->setCurrentIndex(page);
                    walk.look(*dialog, dialog->windowTitle() + u' ' + pages->tabText(page));
                }
                walk.look(*dialog, dialog->windowTitle());
                dialog->close();
            }
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }

    void walkForms(const QSize &screen, Walk &walk)
    {
        ui::NewSessionDialog server(*theme_, models::SessionRole::Server, nullptr);
        ui::NewSessionDialog client(*theme_, models::SessionRole::Client, nullptr);
        for (ui::NewSessionDialog *each : {&server, &client}) {
            each->setAttribute(Qt::WA_DeleteOnClose, false);
            each->setMaximumHeight(screen.height());
            each->resize(each->minimumWidth(), each->minimumHeight());
            each->show();
        }
        for (const models::SessionKind &kind : models::sessionKinds()) {
            ui::NewSessionDialog &stays
                = kind.role == models::SessionRole::Server ? server : client;
            models::SessionUrl next;
            next.kind = kind.name;
            next.host = u"127.0.0.1"_s;
            stays.form().setUrl(next); // as one chooses it
            walk.look(stays, u"changed to "_s + kind.name);
            for (ui::FoldedGroup *group : stays.form().findChildren<ui::FoldedGroup *>())
                group->setUnfolded(true);
            walk.look(stays, u"changed to "_s + kind.name + u" unfolded"_s);
            for (const QString &transport : {kind.transports.first(), u"tls"_s}) {
                if (!kind.transports.contains(transport))
                    continue;
                ui::NewSessionDialog dialog(*theme_, kind.role, nullptr);
                dialog.setAttribute(Qt::WA_DeleteOnClose, false);
                models::SessionUrl url;
                url.kind = kind.name;
                url.transport = transport;
                url.host = u"0.0.0.0"_s; // which warns
                dialog.form().setUrl(url);
                dialog.setMaximumHeight(screen.height());
                dialog.show();
                walk.look(dialog, u"new "_s + kind.name + u' ' + transport);
                for (ui::FoldedGroup *group : dialog.form().findChildren<ui::FoldedGroup *>())
                    group->setUnfolded(true);
                walk.look(dialog, u"new "_s + kind.name + u' ' + transport + u" unfolded"_s);
            }
        }
    }

    std::unique_ptr<ui::Theme> theme_;
};

QTEST_MAIN(WalkTest)
#include "WalkTest.moc"
