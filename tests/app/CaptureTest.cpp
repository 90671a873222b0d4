// SPDX-License-Identifier: GPL-3.0-or-later

// What went through the program can be got back from its recording, byte for byte: after a
// forwarded flood both ways, where less was wanted, and after the program was killed in the middle.
// LOOPSCOPE_KILLS=100 kills it so often.

#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"
#include "tests/app/RunningProgram.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <atomic>
#include <chrono>
#include <csignal>
#include <map>
#include <random>
#include <thread>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

sockaddr_in loopback(int port)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// A blocking socket, closed with this.
class Socket {
public:
    explicit Socket(int descriptor)
        : descriptor_(descriptor)
    { }
    ~Socket() { ::close(descriptor_); }
    Q_DISABLE_COPY_MOVE(Socket)

    static int connected(int port)
    {
        const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_in to = loopback(port);
        return ::connect(made, reinterpret_cast<const sockaddr *>(&to), sizeof to) == 0 ? made : -1;
    }
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    const int descriptor_;
};

int listening(int &port)
{
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at = loopback(0);
    socklen_t size = sizeof at;
    ::bind(made, reinterpret_cast<const sockaddr *>(&at), size);
    ::listen(made, 8);
    ::getsockname(made, reinterpret_cast<sockaddr *>(&at), &size);
    port = ntohs(at.sin_port);
    return made;
}

std::string noise(std::size_t size, unsigned seed)
{
    std::mt19937_64 random(seed);
    std::string bytes(size, '\0');
    for (std::size_t at = 0; at + 8 <= size; at += 8) {
        const std::uint64_t word = random();
        std::memcpy(bytes.data() + at, &word, 8);
    }
    return bytes;
}

// Sends all of `out` and says that it is all, while it receives until the peer says so.
std::string exchange(int descriptor, const std::string &out)
{
    std::string in;
    std::size_t sent = 0;
    bool finished = false;
    std::string buffer(1 << 20, '\0');
    for (;;) {
        pollfd wait {descriptor, static_cast<short>(finished ? POLLIN : POLLIN | POLLOUT), 0};
        if (::poll(&wait, 1, 20'000) <= 0)
            return in;
        if (wait.revents & POLLOUT) {
            const ssize_t wrote = ::send(descriptor, out.data() + sent, out.size() - sent,
                                         MSG_DONTWAIT | MSG_NOSIGNAL);
            sent += wrote > 0 ? static_cast<std::size_t>(wrote) : 0;
            if (sent == out.size() && !std::exchange(finished, true))
                ::shutdown(descriptor, SHUT_WR);
        }
        if (wait.revents & (POLLIN | POLLHUP)) {
            const ssize_t got = ::recv(descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (got == 0 || (got < 0 && errno != EAGAIN))
                return in;
            in.append(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
        }
    }
}

// What a recording holds of each connection.
struct Held {
    std::string in, out;
    quint64 bytesIn = 0, bytesOut = 0; // by its events
};

std::map<quint64, Held> heldIn(const QString &path, QString &problem)
{
    std::map<quint64, Held> held;
    const auto reader = models::RecordingReader::open(path);
    problem = reader.problem();
    if (!reader)
        return held;
    problem = (*reader)->scan(
        1, std::numeric_limits<qint64>::max(), {}, [&held](const models::StoredEvent &event) {
            if (!event.isData())
                return true;
            const bool in = event.kind == loop::EventKind::DataIn;
            Held &of = held[event.connection];
            (in ? of.in : of.out)
                .append(event.payload.constData(), std::size_t(event.payload.size()));
            (in ? of.bytesIn : of.bytesOut) += event.bytes;
            return true;
        });
    return held;
}

std::string single(const QString &path, const std::string &sql)
{
    const models::SqliteDatabase database(path.toStdString(), models::SqliteDatabase::Mode::Read);
    models::SqliteStatement statement(database, sql);
    return statement.step() ? std::string(statement.bytes(0)) : std::string();
}

// Through a forwarding program: `there` from the client, `back` from the target.
void forward(RunningProgram &program, int listener, const std::string &there,
             const std::string &back)
{
    std::string atTarget;
    std::thread target([&] {
        const Socket accepted(::accept(listener, nullptr, nullptr));
        atTarget = exchange(accepted.descriptor(), back);
    });
    std::string atClient;
    {
        const Socket client(Socket::connected(program.port()));
        atClient = exchange(client.descriptor(), there);
    }
    target.join();
    QVERIFY(atTarget == there && atClient == back);
}

void end(RunningProgram &program)
{
    QCOMPARE(::kill(pid_t(program.process().processId()), SIGTERM), 0);
    QCOMPARE(program.waitForEnd(), 0);
}

} // namespace

class CaptureTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString path() const { return folder_.filePath(u"run.loopscope"_s); }
    QStringList forwarding(int target, const QString &more = {}) const
    {
        return {u"--serve"_s, u"forward://127.0.0.1:0?to=127.0.0.1:%1%2"_s.arg(target).arg(more),
                u"--record"_s, path()};
    }

private Q_SLOTS:
    void aHundredMegabytesThroughForwardAreThereBothWays()
    {
        const std::string there = noise(50'000'000, 1), back = noise(50'000'000, 2);
        int target = 0;
        const Socket listener(listening(target));
        {
            RunningProgram program(forwarding(target));
            QVERIFY(program.port() != 0);
            forward(program, listener.descriptor(), there, back);
            end(program);
        }
        QString problem;
        const std::map<quint64, Held> held = heldIn(path(), problem);
        QCOMPARE(problem, QString());
        QCOMPARE(held.size(), std::size_t {2});
        for (const auto &[connection, of] : held) {
            QCOMPARE(of.in.size(), there.size());
            QCOMPARE(of.out.size(), there.size());
            const bool accepted = of.in == there;
            QVERIFY(accepted || of.in == back);
            QVERIFY(of.out == (accepted ? back : there));
            const std::string sums
                = single(path(),
                         "SELECT bytes_in || ' ' || bytes_out FROM connections WHERE id = "
                             + std::to_string(connection));
            QCOMPARE(sums, std::string("50000000 50000000"));
        }
    }

    void whereLessIsWantedThePlaceAndTheCountAreRight()
    {
        const std::string there = noise(3'000'000, 3), back = noise(1'000'000, 4);
        int target = 0;
        const Socket listener(listening(target));
        {
            RunningProgram program(forwarding(target, u"&capture=100"_s));
            QVERIFY(program.port() != 0);
            forward(program, listener.descriptor(), there, back);
            end(program);
        }
        const auto reader = std::move(*models::RecordingReader::open(path()));
        std::map<std::pair<quint64, bool>, quint64> offsets;
        bool right = true;
        const QString problem = reader->scan(
            1, std::numeric_limits<qint64>::max(), {}, [&](const models::StoredEvent &event) {
                if (!event.isData())
                    return true;
                const bool in = event.kind == loop::EventKind::DataIn;
                quint64 &offset = offsets[{event.connection, in}];
                const std::string kept(event.payload.constData(),
                                       std::size_t(event.payload.size()));
                right = right && kept.size() <= 100
                    && (there.compare(offset, kept.size(), kept) == 0
                        || back.compare(std::min<quint64>(offset, back.size()), kept.size(), kept)
                            == 0);
                offset += event.bytes;
                return true;
            });
        QCOMPARE(problem, QString());
        QVERIFY(right);
        QCOMPARE(offsets.size(), std::size_t {4});
        for (const auto &[direction, bytes] : offsets)
            QVERIFY(bytes == there.size() || bytes == back.size());
    }

    void whatAKilledProgramHeldIsRight()
    {
        bool given = false;
        const int wanted = qEnvironmentVariableIntValue("LOOPSCOPE_KILLS", &given);
        std::mt19937 random(std::random_device {}());
        for (int round = 0; round < (given ? wanted : 3); ++round) {
            QFile::remove(path());
            RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--record"_s, path()});
            QVERIFY(program.port() != 0);
            const Socket client(Socket::connected(program.port()));
            const std::string sent = noise(1 << 20, random());
            using Clock = std::chrono::steady_clock;
            std::vector<std::pair<Clock::time_point, quint64>> echoed; // how much, by when
            const Clock::time_point killAt
                = Clock::now() + std::chrono::milliseconds(700 + random() % 800);
            std::string buffer(sent.size(), '\0');
            quint64 total = 0;
            while (Clock::now() < killAt) { // messages of any size, all from the same bytes
                const std::size_t at = total % sent.size();
                const std::size_t size
                    = std::min<std::size_t>(sent.size() - at, 1 + random() % 400);
                ::send(client.descriptor(), sent.data() + at, size, MSG_NOSIGNAL);
                for (std::size_t back = 0; back < size;) {
                    const ssize_t got = ::recv(client.descriptor(), buffer.data(), size - back, 0);
                    QVERIFY(got > 0);
                    back += static_cast<std::size_t>(got);
                }
                total += size;
                echoed.emplace_back(Clock::now(), total);
            }
            ::kill(pid_t(program.process().processId()), SIGKILL);
            const Clock::time_point killed = Clock::now();
            program.waitForEnd();
            QCOMPARE(single(path(), "PRAGMA integrity_check"), std::string("ok"));
            QString problem;
            const std::map<quint64, Held> held = heldIn(path(), problem);
            QCOMPARE(problem, QString());
            QCOMPARE(held.size(), std::size_t {1});
            const Held &of = held.begin()->second;
            quint64 due = 0; // half a second before
            for (const auto &[when, bytes] : echoed)
                due = killed - when > 500ms ? bytes : due;
            QVERIFY2(of.in.size() >= due, qPrintable(u"%1 of %2"_s.arg(of.in.size()).arg(due)));
            QVERIFY(of.in.size() == of.bytesIn && of.in.size() <= total);
            bool right = true;
            for (std::size_t at = 0; at < of.in.size(); at += sent.size()) {
                const std::size_t size = std::min(sent.size(), of.in.size() - at);
                right = right && of.in.compare(at, size, sent, 0, size) == 0;
            }
            QVERIFY(right);
        }
    }
};

QTEST_GUILESS_MAIN(CaptureTest)
#include "CaptureTest.moc"
