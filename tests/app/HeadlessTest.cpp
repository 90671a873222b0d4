// SPDX-License-Identifier: GPL-3.0-or-later

// The lines of the program without a window: which come on which stream as sessions start, run, end
// and fail, and what a summary says.

#include "app/Headless.h"

#include "CapturedStreams.h"
#include "app/StandardStreams.h"
#include "models/Activity.h"

#include <QtCore/QTimer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::SessionRecord;

namespace {

SessionRecord record(quint64 id, const QString &url, SessionRecord::State state)
{
    SessionRecord made;
    made.id.value = id;
    made.url = *models::parseSessionUrl(url).url;
    made.kind = made.url.kind;
    made.server = made.url.role() == models::SessionRole::Server;
    made.address = made.url.address();
    made.state = state;
    return made;
}

// What is written to both streams by what is done to a face.
class Told {
public:
    explicit Told(const std::function<void(app::Headless &)> &act)
    {
        const CapturedStreams captured;
        {
            app::StandardStreams streams;
            models::Activity activity;
            app::Headless face(streams, activity);
            act(face);
            status = streams.close(0);
        }
        output = captured.output();
        errors = captured.errors();
    }

    QStringList output, errors;
    int status = -1;
};

} // namespace

class HeadlessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aServerIsNamedByEachAddressOnceItServes();
    void whoElseCanReachAServerIsTold();
    void aClientIsNamedAsItConnectsAndAsItEnds();
    void wordsAboutATalkAreNotAmongWhatItsPeerSays();
    void verdictsAndFailuresAreLines();
    void whatAPeerLeftOpenIsEnded();
    void theSummaryHasTheFiguresOfClientsThatRun();
    void thereIsNoPictureOfIt();
};

void HeadlessTest::aServerIsNamedByEachAddressOnceItServes()
{
    const Told told([](app::Headless &face) {
        SessionRecord server = record(1, u"echo://localhost:0"_s, SessionRecord::Starting);
        face.sessionChanged(server);
        server.state = SessionRecord::Running;
        server.addresses = QStringList {u"127.0.0.1:8881"_s, u"[::1]:8881"_s};
        face.sessionChanged(server);
        server.plainFigures = u"1 conn"_s;
        face.sessionChanged(server); // nothing new
        server.state = SessionRecord::Stopped;
        face.sessionChanged(server);
    });
    QCOMPARE(told.output,
             QStringList({u"serving echo tcp 127.0.0.1:8881"_s, u"serving echo tcp [::1]:8881"_s,
                          u"stopped echo tcp localhost:0: 1 conn"_s}));
    QCOMPARE(told.errors, QStringList());
    QCOMPARE(told.status, 0);
}

void HeadlessTest::whoElseCanReachAServerIsTold()
{
    for (
        const auto &[url, words] :
        {std::pair {
             u"echo://0.0.0.0:1"_s,
             u"echo://0.0.0.0:1: Other machines can connect to it: 0.0.0.0 stands for every address of this one."_s},
         {u"echo://192.0.2.7:1"_s,
          u"echo://192.0.2.7:1: Other machines can connect to it at 192.0.2.7."_s},
         {u"echo://[::]:1"_s,
          u"echo://[::]:1: Other machines can connect to it: :: stands for every address of this one."_s},
         {u"echo://127.0.0.2:1"_s, QString()},
         {u"echo://[::1]:1"_s, QString()},
         {u"echo://LOCALHOST:1"_s, QString()},
         {u"echo+unix:///tmp/x"_s, QString()}}) {
        const Told told([&url = url](app::Headless &face) {
            face.sessionChanged(record(1, url, SessionRecord::Running));
        });
        QCOMPARE(told.errors, words.isEmpty() ? QStringList() : QStringList(words));
    }
}

void HeadlessTest::aClientIsNamedAsItConnectsAndAsItEnds()
{
    const Told told([](app::Headless &face) {
        SessionRecord client = record(2, u"load://127.0.0.1:7"_s, SessionRecord::Starting);
        face.sessionChanged(client);
        client.state = SessionRecord::Running;
        face.sessionChanged(client);
        client.state = SessionRecord::Stopping;
        client.plainFigures = u"9 msg/s"_s;
        face.sessionChanged(client);
        client.state = SessionRecord::Stopped;
        face.sessionChanged(client);
        face.sessionRemoved(2);
        client.state = SessionRecord::Failed; // of one that was never seen to start
        client.error = u"It is gone."_s;
        face.sessionChanged(client);
    });
    QCOMPARE(told.output,
             QStringList({u"connecting load tcp 127.0.0.1:7"_s,
                          u"stopped load tcp 127.0.0.1:7: 9 msg/s"_s}));
    QCOMPARE(told.errors, QStringList {u"load://127.0.0.1:7: It is gone."_s});
}

void HeadlessTest::wordsAboutATalkAreNotAmongWhatItsPeerSays()
{
    const Told told([](app::Headless &face) {
        SessionRecord talk = record(3, u"talk+tls://h:7"_s, SessionRecord::Starting);
        face.sessionChanged(talk);
        talk.state = SessionRecord::Running;
        face.sessionChanged(talk);
        face.write("peer\n", {});
        talk.state = SessionRecord::Stopped;
        talk.plainFigures = u"1 line"_s;
        face.sessionChanged(talk);
    });
    QCOMPARE(told.output, QStringList {u"peer"_s});
    QCOMPARE(told.errors,
             QStringList({u"connecting talk tls h:7"_s, u"stopped talk tls h:7: 1 line"_s}));
}

void HeadlessTest::verdictsAndFailuresAreLines()
{
    const Told told([](app::Headless &face) {
        SessionRecord client = record(2, u"load://127.0.0.1:7"_s, SessionRecord::Running);
        face.sessionChanged(client);
        client.state = SessionRecord::Failed;
        client.error = u"A limit was not met."_s;
        client.verdicts = {{u"p99<5ms"_s, true, u"2 ms"_s}, {u"errors<1"_s, false, u"7"_s}};
        face.sessionChanged(client);
    });
    QCOMPARE(told.output,
             QStringList({u"limit p99<5ms met: 2 ms"_s, u"limit errors<1 not met: 7"_s}));
    QCOMPARE(told.errors, QStringList {u"load://127.0.0.1:7: A limit was not met."_s});
}

void HeadlessTest::whatAPeerLeftOpenIsEnded()
{
    int taken = 0;
    const Told told([&taken](app::Headless &face) {
        face.write("half", [&taken] { ++taken; });
        face.show(u"shown"_s); // below, not behind
        face.write("whole\n", [&taken] { ++taken; });
        face.write({}, [&taken] { ++taken; });
        face.show(u"again"_s);
        face.tell(u"told"_s);
        face.offer(u"/x"_s, u"offered"_s);
    });
    QCOMPARE(told.output, QStringList({u"half"_s, u"shown"_s, u"whole"_s, u"again"_s}));
    QCOMPARE(told.errors, QStringList({u"told"_s, u"offered"_s}));
    QCOMPARE(taken, 3);
}

void HeadlessTest::theSummaryHasTheFiguresOfClientsThatRun()
{
    const auto summary = [](const QList<SessionRecord> &records) {
        const Told told([&records](app::Headless &face) {
            for (const SessionRecord &each : records)
                face.sessionChanged(each);
            face.begin(false);
            auto *timer = face.findChild<QTimer *>();
            const QSignalSpy passed(timer, &QTimer::timeout);
            timer->setInterval(1);
            QVERIFY(QTest::qWaitFor([&passed] { return !passed.isEmpty(); }));
        });
        QStringList lines = told.output;
        lines.removeIf([](const QString &line) { return line.startsWith(u"connecting"); });
        return lines.value(0);
    };
    SessionRecord load = record(2, u"load://127.0.0.1:7"_s, SessionRecord::Running);
    load.plainFigures = u"9 msg/s"_s;
    SessionRecord idle = record(3, u"lines://127.0.0.1:7"_s, SessionRecord::Running);
    SessionRecord over = record(4, u"load://127.0.0.1:7"_s, SessionRecord::Stopped);
    over.plainFigures = u"over"_s;
    SessionRecord server = record(5, u"echo://127.0.0.1:7"_s, SessionRecord::Running);
    server.plainFigures = u"server"_s;
    const QString line = summary({load, idle, over, server});
    QCOMPARE(
        line,
        u"00:00  connections 0  tasks 0  timers 0  0 msg/s  in 0 B/s  out 0 B/s  lag 0.0 ms  | load: 9 msg/s"_s);
    // While somebody talks there is no summary; afterwards there is.
    SessionRecord talk = record(6, u"talk://127.0.0.1:7"_s, SessionRecord::Running);
    QCOMPARE(summary({talk}), QString());
    talk.state = SessionRecord::Stopped;
    QVERIFY(summary({talk}).startsWith(u"00:00  connections 0"));
}

void HeadlessTest::thereIsNoPictureOfIt()
{
    QString error;
    const Told told([&error](app::Headless &face) {
        error = face.savePicture(u"w.png"_s);
        QVERIFY(face.endsWithItsSessions());
    });
    QCOMPARE(error, u"The picture w.png cannot be made: there is no window."_s);
}

QTEST_GUILESS_MAIN(HeadlessTest)
#include "HeadlessTest.moc"
