// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/window/Opened.h"

// The tabs of a connection in the Inspector, on a real server with a real client, by mouse and
// keys: what is found and copied of the stream, and how its flow is shown.

#include "models/Conversation.h"
#include "ui/Actions.h"
#include "ui/FlowTab.h"
#include "ui/Inspector.h"
#include "ui/StreamFind.h"
#include "ui/StreamView.h"
#include "ui/Theme.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtNetwork/QTcpSocket>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QToolButton>

#include <memory>
#include <optional>

using namespace Qt::StringLiterals;
using ui::RecordTabs;

class ConnectionTabsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
        QApplication::setQuitOnLastWindowClosed(false);
    }
    void whatIsTypedIsFoundCountedAndGoneTo();
    void whatIsFoundCrossesRowsAndIsHexOrAnExpression();
    void theMarkOfAFaultIsSeenBesideItsArrow();
    void theStreamIsCopiedInEveryForm();
    void hexHasEightBytesARowWhereSixteenDoNotFit();
    void aWriterThatIsPausedIsSeenInFlow();

private:
    QTemporaryDir folder_;
};

namespace {

struct Talk {
    Opened opened;
    QTcpSocket client;

    explicit Talk(const QString &url)
        : opened({u"--serve"_s, url})
    { }

    // The client's connection is clicked, and the tab of that name.
    [[nodiscard]] bool begin(const QString &kind, const QString &tab)
    {
        const bool runs = QTest::qWaitFor(
            [&] { return opened.sessionOf(kind).state == models::SessionRecord::Running; },
            patience);
        const auto port = quint16(opened.sessionOf(kind).address.section(u':', -1).toUInt());
        client.connectToHost(u"127.0.0.1"_s, port);
        if (!runs || !client.waitForConnected(patience)
            || !QTest::qWaitFor(
                [this] { return opened.window->tabs().countOf(RecordTabs::Connections) == 1; },
                patience))
            return false;
        ui::RowView &rows = opened.window->tabs().view(RecordTabs::Connections);
        QTest::mouseClick(rows.viewport(), Qt::LeftButton, {},
                          rows.visualRect(rows.model()->index(0, 0)).center());
        auto *tabs = opened.window->inspector().findChild<QTabWidget *>();
        for (int i = 0; i < tabs->count(); ++i) {
            if (tabs->tabText(i) == tab)
                QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {},
                                  tabs->tabBar()->tabRect(i).center());
        }
        return tabs->tabText(tabs->currentIndex()) == tab;
    }
    [[nodiscard]] ui::StreamView &stream() const { return opened.window->inspector().stream(); }
    [[nodiscard]] ui::StreamFind &find() const { return *stream().findChild<ui::StreamFind *>(); }
    // It is sent, and back, and shown.
    [[nodiscard]] bool says(const QByteArray &words)
    {
        const qint64 before = shown();
        client.write(words);
        return QTest::qWaitFor([&] { return shown() == before + 2 * words.size(); }, patience);
    }
    [[nodiscard]] qint64 shown() const
    {
        const auto collected = std::make_shared<std::optional<qint64>>();
        auto *rows = qobject_cast<models::Conversation *>(stream().rows().model());
        rows->collect({}, [collected](const models::Conversation::Collected &all) {
            *collected = all.bytes.size();
        });
        return QTest::qWaitFor([&] { return collected->has_value(); }, patience) ? **collected : -1;
    }
    [[nodiscard]] QToolButton *button(const QString &name) const
    {
        for (auto *each : stream().findChildren<QToolButton *>()) {
            if (each->accessibleName() == name)
                return each;
        }
        qFatal("no button %s", qPrintable(name));
    }
    void type(const QString &words) const
    {
        QLineEdit &field = find().field();
        QTest::mouseClick(&field, Qt::LeftButton);
        field.selectAll();
        QTest::keyClicks(&field, words);
    }
    // What the clipboard has after this entry of the menu was chosen by its letter.
    [[nodiscard]] QString copied(Qt::Key letter) const
    {
        QGuiApplication::clipboard()->clear();
        QToolButton *copy = button(u"Copy the selected rows, or everything"_s);
        const auto chosen = QObject::connect(
            copy->menu(), &QMenu::aboutToShow, copy,
            [copy, letter] { QTest::keyClick(copy->menu(), letter); }, Qt::QueuedConnection);
        QTest::mouseClick(copy, Qt::LeftButton);
        QObject::disconnect(chosen);
        const QClipboard *clipboard = QGuiApplication::clipboard(); // has it once it was read
        [[maybe_unused]] const bool there
            = QTest::qWaitFor([&] { return !clipboard->text().isEmpty(); }, patience);
        return clipboard->text();
    }
};

} // namespace

void ConnectionTabsTest::whatIsTypedIsFoundCountedAndGoneTo()
{
    Talk talk(u"echo://127.0.0.1:0"_s);
    QVERIFY(talk.begin(u"echo"_s, u"Stream"_s));
    QVERIFY(talk.says("first\nneedle\n"));
    QVERIFY(talk.says("more of it\nNeedle\n"));
    QTest::mouseClick(talk.button(u"Show as text"_s), Qt::LeftButton);
    QVERIFY(!talk.find().kind().isVisible()); // there is nothing to choose yet
    talk.type(u"needle"_s);
    QTRY_COMPARE_WITH_TIMEOUT(talk.find().found(), u"4"_s, patience);
    QVERIFY(talk.find().kind().isVisible());
    QTest::keyClick(&talk.find().field(), Qt::Key_Return);
    QCOMPARE(talk.find().found(), u"1 of 4"_s);
    const auto current = [&talk] {
        const QModelIndex index = talk.stream().rows().currentIndex();
        return index.siblingAtColumn(models::ConversationColumn::Content).data().toString();
    };
    QVERIFY2(current().contains(u"needle"), qPrintable(current()));
    const int first = talk.stream().rows().currentIndex().row();
    QTest::mouseClick(talk.button(u"Next match"_s), Qt::LeftButton);
    QCOMPARE(talk.find().found(), u"2 of 4"_s);
    QVERIFY(talk.stream().rows().currentIndex().row() > first);
    QTest::keyClick(&talk.find().field(), Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(talk.find().found(), u"1 of 4"_s);
    QCOMPARE(talk.stream().rows().currentIndex().row(), first);
    // What comes is counted, too.
    QVERIFY(talk.says("a needle\n"));
    QTRY_COMPARE_WITH_TIMEOUT(talk.find().found(), u"1 of 6"_s, patience);
    talk.type(u"nothing like it"_s);
    QTRY_COMPARE_WITH_TIMEOUT(talk.find().found(), u"none"_s, patience);
    QVERIFY(!talk.button(u"Next match"_s)->isEnabled());
    QTest::keyClick(&talk.find().field(), Qt::Key_Escape);
    QVERIFY(talk.find().field().text().isEmpty());
    // From anywhere in the window.
    talk.opened.window->tabs().currentView().setFocus();
    talk.opened.press(*talk.opened.window->actions().findInStream);
    QVERIFY(talk.find().field().hasFocus());
}

void ConnectionTabsTest::whatIsFoundCrossesRowsAndIsHexOrAnExpression()
{
    Talk talk(u"echo://127.0.0.1:0"_s);
    QVERIFY(talk.begin(u"echo"_s, u"Stream"_s));
    QVERIFY(talk.says("0123456789abcneedle\xff\x00\x01\r\n"_ba));
    QTest::mouseClick(talk.button(u"Show as hex"_s), Qt::LeftButton);
    talk.type(u"needle"_s); // it begins in the first 16 bytes and ends in the next
    QTRY_COMPARE_WITH_TIMEOUT(talk.find().found(), u"2"_s, patience);
    QComboBox &kind = talk.find().kind();
    kind.setFocus();
    QTest::keyClick(&kind, Qt::Key_Down);
    QCOMPARE(kind.currentText(), u"Hex"_s);
    QTRY_COMPARE_WITH_TIMEOUT(talk.find().found(), u"not valid"_s, patience);
    QVERIFY(!talk.find().field().accessibleDescription().isEmpty());
    QTest::keyClick(&talk.find().field(), Qt::Key_Escape); // nothing is looked for
    QVERIFY(talk.find().field().accessibleDescription().isEmpty());
    QVERIFY(talk.find().field().toolTip().isEmpty());
    QVERIFY(!talk.find().field().property("wrong").toBool());
    talk.type(u"ff 00 01"_s);
    QTRY_COMPARE_WITH_TIMEOUT(talk.find().found(), u"2"_s, patience);
    QTest::keyClick(&kind, Qt::Key_Down);
    QCOMPARE(kind.currentText(), u"Regex"_s);
    talk.type(u"c[a-z]+e"_s);
    QTRY_COMPARE_WITH_TIMEOUT(talk.find().found(), u"2"_s, patience);
}

void ConnectionTabsTest::theMarkOfAFaultIsSeenBesideItsArrow()
{
    Talk talk(u"echo://127.0.0.1:0?fault=latency:1ms"_s);
    QVERIFY(talk.begin(u"echo"_s, u"Stream"_s));
    QVERIFY(talk.says("delayed\n"));
    ui::RowView &rows = talk.stream().rows();
    const auto marked = [&rows] {
        for (int row = 0; row < rows.model()->rowCount(); ++row) {
            const QModelIndex cell
                = rows.model()->index(row, models::ConversationColumn::Direction);
            if (cell.data().toString().endsWith(u'!'))
                return cell;
        }
        return QModelIndex();
    };
    QTRY_VERIFY_WITH_TIMEOUT(marked().isValid(), patience);
    const int room = rows.columnWidth(models::ConversationColumn::Direction);
    QVERIFY2(rows.sizeHintForIndex(marked()).width() <= room, qPrintable(QString::number(room)));
}

void ConnectionTabsTest::theStreamIsCopiedInEveryForm()
{
    Talk talk(u"discard://127.0.0.1:0"_s); // which says nothing
    QVERIFY(talk.begin(u"discard"_s, u"Stream"_s));
    talk.client.write("Hello, this is more than a row\n");
    QTRY_COMPARE_WITH_TIMEOUT(talk.shown(), 31, patience);
    QTest::mouseClick(talk.button(u"Show as hex"_s), Qt::LeftButton);
    QCOMPARE(talk.copied(Qt::Key_T), u"Hello, this is more than a row\n"_s);
    const QString hex = talk.copied(Qt::Key_H);
    QVERIFY2(hex.startsWith(u"48 65 6c 6c 6f 2c"), qPrintable(hex));
    QVERIFY2(!hex.contains(u"0000") && !hex.contains(u'←') && !hex.contains(u'→'),
             qPrintable(hex)); // neither offsets nor arrows
    QCOMPARE(QByteArray::fromHex(hex.toLatin1()), "Hello, this is more than a row\n"_ba);
    QVERIFY(talk.copied(Qt::Key_C).contains(u"0x48, 0x65"));
    QCOMPARE(QByteArray::fromBase64(talk.copied(Qt::Key_B).toLatin1()),
             "Hello, this is more than a row\n"_ba);
    QVERIFY(talk.copied(Qt::Key_S).contains(u"48 65 6c"));
    // Only what is selected.
    ui::RowView &rows = talk.stream().rows();
    QTest::mouseClick(rows.viewport(), Qt::LeftButton, {},
                      rows.visualRect(rows.model()->index(1, 2)).center());
    const qsizetype wide = rows.model()
                               ->index(0, models::ConversationColumn::Text)
                               .data()
                               .toString()
                               .size(); // 16, or 8 where there is less room
    QCOMPARE(talk.copied(Qt::Key_T),
             u"Hello, this is more than a row\n"_s.mid(wide, wide)); // 16 bytes are a row
}

void ConnectionTabsTest::hexHasEightBytesARowWhereSixteenDoNotFit()
{
    Talk talk(u"echo://127.0.0.1:0"_s);
    QVERIFY(talk.begin(u"echo"_s, u"Stream"_s));
    QVERIFY(talk.says("0123456789abcdef"));
    ui::MainWindow &window = *talk.opened.window;
    window.resize(1900, 800);
    ui::RowView &rows = talk.stream().rows();
    talk.stream().setHex(true);
    QWidget *dock = &talk.stream();
    while (dock && !qobject_cast<QDockWidget *>(dock))
        dock = dock->parentWidget();
    QVERIFY(dock);
    const auto first
        = [&rows](int column) { return rows.model()->index(0, column).data().toString(); };
    using namespace models::ConversationColumn;
    const auto resize = [&](int width) {
        window.resizeDocks({qobject_cast<QDockWidget *>(dock)}, {width}, Qt::Horizontal);
    };
    resize(1000);
    QTRY_COMPARE(first(Text), u"0123456789abcdef"_s);
    for (const int width : {rows.fontMetrics().height() * 19, window.inspector().minimumWidth()}) {
        const int before = rows.width();
        resize(width);
        QTRY_VERIFY(rows.width() < before);
        QTRY_COMPARE(first(Text), u"01234567"_s);
        QCOMPARE(first(Content), u"30 31 32 33 34 35 36 37"_s);
        QTRY_COMPARE(rows.horizontalScrollBar()->maximum(), 0);
    }
    resize(1000);
    QTRY_COMPARE(first(Text), u"0123456789abcdef"_s);
}

void ConnectionTabsTest::aWriterThatIsPausedIsSeenInFlow()
{
    Talk talk(u"chargen://127.0.0.1:0"_s);
    talk.client.setReadBufferSize(1); // it takes nothing
    QVERIFY(talk.begin(u"chargen"_s, u"Flow"_s));
    ui::FlowTab &flow = talk.opened.window->inspector().flow();
    QVERIFY(!flow.samples().empty()); // from the first look on, not after a second
    const auto isPaused
        = [&flow] { return !flow.samples().empty() && flow.samples().back().paused; };
    QTRY_VERIFY_WITH_TIMEOUT(isPaused(), patience);
    const ui::FlowSample last = flow.samples().back();
    QVERIFY(last.buffer > last.low && last.high > last.low);
    QVERIFY2(flow.words().contains(u"its writer was paused 1 time"), qPrintable(flow.words()));
    QTRY_VERIFY_WITH_TIMEOUT(flow.samples().size() >= 3 && isPaused(), patience);
    // The band of the pause is drawn, and the curve.
    const QWidget *chart = nullptr;
    for (const QWidget *each : flow.findChildren<QWidget *>()) {
        if (each->accessibleName() == u"Write buffer over the last minute")
            chart = each;
    }
    QVERIFY(chart && chart->accessibleDescription() == flow.words());
    QSet<QRgb> colors;
    const QImage picture = const_cast<QWidget *>(chart)->grab().toImage();
    for (int x = 0; x < picture.width(); ++x)
        colors.insert(picture.pixel(x, 2));
    QVERIFY(colors.size() >= 2); // the ground, and the band up to the top
    talk.client.abort();
    QTRY_VERIFY_WITH_TIMEOUT(talk.opened.rows(RecordTabs::Connections).index(0, 1).data().toString()
                                 != u"paused",
                             patience);
}

QTEST_MAIN(ConnectionTabsTest)
#include "ConnectionTabsTest.moc"
