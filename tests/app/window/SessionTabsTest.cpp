// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/window/Opened.h"

// The tabs of a session in the Inspector, on a real server with a real client, by mouse and keys:
// its faults are those of all its connections, its rules are how it answers from then on.

#include "models/spec/FaultPlan.h"
#include "ui/Actions.h"
#include "ui/CheckedText.h"
#include "ui/FaultRow.h"
#include "ui/FaultsTab.h"
#include "ui/Inspector.h"
#include "ui/RulesEditor.h"
#include "ui/RulesTab.h"

#include <QtCore/QEvent>
#include <QtCore/QPointer>
#include <QtCore/QScopeGuard>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpSocket>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QTabWidget>

#include <memory>

using namespace Qt::StringLiterals;
using ui::RecordTabs;

class SessionTabsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
        QApplication::setQuitOnLastWindowClosed(false);
    }
    void theFaultsOfASessionAreOfAllItsConnections();
    void theFaultsAreWrittenAsText();
    void aKeyOpensTheTabsOfTheSelectedSession();
    void rulesAreAppliedWhileItRuns();
    void whatIsBeingWrittenOutlivesTheLanguage();

private:
    QTemporaryDir folder_;
};

namespace {

struct Server {
    Opened opened;
    QString kind;

    explicit Server(const QString &url)
        : opened({u"--serve"_s, url})
        , kind(url.section(u':', 0, 0))
    { }

    [[nodiscard]] models::SessionRecord record() const { return opened.sessionOf(kind); }
    [[nodiscard]] ui::Inspector &inspector() const { return opened.window->inspector(); }
    // The session is clicked, then the tab of that name.
    [[nodiscard]] bool open(const QString &tab) const
    {
        if (!QTest::qWaitFor([this] { return record().state == models::SessionRecord::Running; },
                             patience))
            return false;
        QTreeView &tree = opened.window->sessions().tree();
        const QModelIndex item
            = qobject_cast<models::SessionModel *>(tree.model())->indexOf(record().id.value);
        QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, tree.visualRect(item).center());
        auto *tabs = inspector().findChild<QTabWidget *>();
        for (int i = 0; i < tabs->count(); ++i) {
            if (tabs->tabText(i) == tab)
                QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {},
                                  tabs->tabBar()->tabRect(i).center());
        }
        return tabs->tabText(tabs->currentIndex()) == tab;
    }
    [[nodiscard]] std::unique_ptr<QTcpSocket> connected() const
    {
        auto client = std::make_unique<QTcpSocket>();
        client->connectToHost(u"127.0.0.1"_s, quint16(record().address.section(u':', -1).toUInt()));
        [[maybe_unused]] const bool there = client->waitForConnected(patience);
        return client;
    }
    [[nodiscard]] static QByteArray answer(QTcpSocket &client, const QByteArray &words,
                                           qsizetype bytes)
    {
        client.write(words);
        [[maybe_unused]] const bool came
            = QTest::qWaitFor([&] { return client.bytesAvailable() >= bytes; }, patience);
        return client.readAll();
    }
    // The menu is opened by its button, and the kind chosen with keys.
    void add(const QString &name) const
    {
        ui::FaultsTab &tab = inspector().faults();
        auto *menu = tab.findChild<QMenu *>();
        QPushButton *button = nullptr;
        for (auto *each : tab.findChildren<QPushButton *>())
            button = each->menu() ? each : button;
        const auto choose = [menu, &name] {
            for (QAction *action : menu->actions()) {
                if (action->text() == name)
                    menu->setActiveAction(action);
            }
            QTest::keyClick(menu, Qt::Key_Return);
        };
        const auto once
            = QObject::connect(menu, &QMenu::aboutToShow, menu, choose, Qt::QueuedConnection);
        QTest::mouseClick(button, Qt::LeftButton);
        QObject::disconnect(once);
    }
};

} // namespace

void SessionTabsTest::theFaultsOfASessionAreOfAllItsConnections()
{
    Server server(u"echo://127.0.0.1:0"_s);
    QVERIFY(server.open(u"Faults"_s));
    const auto first = server.connected(), second = server.connected();
    QCOMPARE(Server::answer(*first, "good", 4), "good"_ba);
    server.add(u"corrupt"_s);
    ui::FaultsTab &tab = server.inspector().faults();
    QCOMPARE(tab.rows().size(), 1);
    ui::FaultRow &row = *tab.rows().first();
    auto *value = row.findChild<QLineEdit *>();
    QTest::mouseClick(value, Qt::LeftButton);
    value->selectAll();
    QTest::keyClicks(value, u"1"_s); // every byte
    QTest::keyClick(value, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(server.record().url.texts(u"fault"), QStringList(u"corrupt:1"_s),
                              patience);
    QVERIFY(Server::answer(*first, "good", 4) != "good");
    QVERIFY(Server::answer(*second, "good", 4) != "good");
    QVERIFY(Server::answer(*server.connected(), "good", 4) != "good"); // and of those to come
    const auto counts = [&row] {
        const auto labels = row.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->text().contains(u"hit") && !label->text().startsWith(u"0 ");
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(counts(), patience);
    for (auto *button : row.findChildren<QAbstractButton *>()) {
        if (button->accessibleName() == u"Remove corrupt")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QTRY_VERIFY_WITH_TIMEOUT(server.record().url.texts(u"fault").join(QString()).isEmpty(),
                             patience);
    QCOMPARE(Server::answer(*second, "good", 4), "good"_ba);
}

void SessionTabsTest::theFaultsAreWrittenAsText()
{
    Server server(u"echo://127.0.0.1:0?fault=latency:1ms"_s);
    QVERIFY(server.open(u"Faults"_s));
    ui::FaultsTab &tab = server.inspector().faults();
    for (auto *each : tab.findChildren<QPushButton *>()) {
        if (each->isCheckable())
            QTest::mouseClick(each, Qt::LeftButton);
    }
    QPlainTextEdit &editor = tab.text().editor();
    QVERIFY(editor.isVisible());
    QCOMPARE(editor.toPlainText(), u"latency:1ms"_s);
    editor.selectAll();
    QTest::keyClicks(&editor, u"slice:1"_s);
    QTest::keyClick(&editor, Qt::Key_Return);
    QTest::keyClicks(&editor, u"corrupt:1,match:x"_s);
    QTest::keyClick(&editor, Qt::Key_Tab);
    QTest::keyClick(&tab.text().button(), Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(server.record().url.texts(u"fault"),
                              (QStringList {u"slice:1"_s, u"corrupt:1,match:x"_s}), patience);
    QCOMPARE(tab.rows().size(), 2);
}

void SessionTabsTest::aKeyOpensTheTabsOfTheSelectedSession()
{
    Server server(u"reply://127.0.0.1:0"_s);
    QVERIFY(server.open(u"Faults"_s));
    const ui::Actions &actions = server.opened.window->actions();
    server.opened.press(*actions.rules);
    QVERIFY(server.inspector().rules().isVisible());
    QVERIFY(server.inspector().rules().focusProxy()->hasFocus());
    server.opened.press(*actions.faults);
    QVERIFY(server.inspector().faults().isVisible());
    // Also where the Inspector was closed.
    auto *dock = server.opened.window->findChild<QWidget *>(u"dock-inspector"_s);
    dock->hide();
    server.opened.press(*actions.rules);
    QVERIFY(dock->isVisible() && server.inspector().rules().isVisible());
}

void SessionTabsTest::rulesAreAppliedWhileItRuns()
{
    Server server(u"reply://127.0.0.1:0"_s);
    QVERIFY(server.open(u"Rules"_s));
    server.inspector().rules().setAsText(true);
    ui::RulesEditor &editor = server.inspector().rules().editor();
    QTest::mouseClick(editor.editor().viewport(), Qt::LeftButton);
    editor.editor().selectAll();
    QTest::keyClicks(&editor.editor(),
                     u"{\"rules\": [{\"on\": {\"text\": \"a\"}, \"do\": [{\"send\": \"b"_s);
    QVERIFY(!editor.button().isEnabled());
    QVERIFY(!editor.problem().isEmpty());
    QTest::keyClicks(&editor.editor(), u"\"}]}]}"_s);
    QVERIFY2(editor.button().isEnabled(), qPrintable(editor.problem()));
    QTest::mouseClick(&editor.button(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(server.record().url.text(u"rules").contains(u"\"b\""), patience);
    QVERIFY(!editor.button().isEnabled()); // it is in force
    const auto client = server.connected();
    QCOMPARE(Server::answer(*client, "a", 1), "b"_ba);
}

void SessionTabsTest::whatIsBeingWrittenOutlivesTheLanguage()
{
    Server server(u"reply://127.0.0.1:0"_s);
    QVERIFY(server.open(u"Rules"_s));
    server.inspector().rules().setAsText(true);
    server.inspector().rules().editor().editor().setPlainText(u"{\"rules\": [{\"on\""_s);
    server.inspector().faults().setAsText(true);
    server.inspector().faults().text().editor().setPlainText(u"latency:1"_s);
    const QPointer<ui::Inspector> before = &server.inspector();
    const auto restored = qScopeGuard([locale = QLocale()] { QLocale::setDefault(locale); });
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    QEvent change(QEvent::LanguageChange);
    QCoreApplication::sendEvent(server.opened.window, &change);
    QTRY_VERIFY(before.isNull());
    const ui::RulesTab &rules = server.inspector().rules();
    QCOMPARE(rules.editor().text(), u"{\"rules\": [{\"on\""_s);
    QVERIFY(rules.editor().editor().isVisibleTo(&rules));
    QVERIFY(!rules.editor().problem().isEmpty());
    QCOMPARE(server.inspector().faults().text().text(), u"latency:1"_s);
}

QTEST_MAIN(SessionTabsTest)
#include "SessionTabsTest.moc"
