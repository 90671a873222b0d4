// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ErrorCounts.h"

#include "loop/Errors.h"
#include "loop/EventLoop.h"
#include "loop/TlsContext.h"

#include <QtTest/QTest>

#include <cerrno>

using namespace Qt::StringLiterals;
using app::ErrorCounts;

namespace {

std::exception_ptr systemError(int error)
{
    return std::make_exception_ptr(
        loop::OsError(std::error_code(error, std::system_category()), "connect"));
}

} // namespace

class ErrorCountsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachErrorHasAName_data();
    void eachErrorHasAName();
    void otherErrorsAreNamedByTheSystem();
    void messagesWithoutAnAnswerAreErrorsOfTheirOwn();
    void aHostThatIsNotKnownIsToldFromASystemError();
    void reportsHaveEachKindByItsName();
    void eachMeasureIsOfItsOwnKind();
};

void ErrorCountsTest::eachErrorHasAName_data()
{
    QTest::addColumn<std::exception_ptr>("failure");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, int error, const QString &text) {
        QTest::newRow(name) << systemError(error) << u"1 error (1 %1)"_s.arg(text);
    };
    row("refused", ECONNREFUSED, u"refused"_s);
    row("no Unix socket", ENOENT, u"refused"_s);
    row("a Unix socket's queue", EAGAIN, u"refused"_s);
    row("reset", ECONNRESET, u"reset"_s);
    row("aborted", ECONNABORTED, u"reset"_s);
    row("broken pipe", EPIPE, u"reset"_s);
    row("not connected any more", ENOTCONN, u"reset"_s);
    row("timed out", ETIMEDOUT, u"timeout"_s);
    row("no network", ENETUNREACH, u"unreachable"_s);
    row("no host", EHOSTUNREACH, u"unreachable"_s);
    row("network down", ENETDOWN, u"unreachable"_s);
    row("host down", EHOSTDOWN, u"unreachable"_s);
    row("network gave it up", ENETRESET, u"unreachable"_s);
    row("not on the network", ENONET, u"unreachable"_s);
    row("permission", EACCES, u"permission denied"_s);
    row("firewall", EPERM, u"permission denied"_s);
    row("descriptors of the process", EMFILE, u"out of descriptors"_s);
    row("descriptors of the system", ENFILE, u"out of descriptors"_s);
    row("what epoll may watch", ENOSPC, u"out of descriptors"_s);
    row("an address in use", EADDRINUSE, u"out of local ports"_s);
    row("ports", EADDRNOTAVAIL, u"out of local ports"_s);
    row("buffers", ENOBUFS, u"out of memory"_s);
    row("memory", ENOMEM, u"out of memory"_s);
    row("datagram", EMSGSIZE, u"too large for a datagram"_s);
    QTest::newRow("closed early") << std::make_exception_ptr(loop::IncompleteReadError({}, 1))
                                  << u"1 error (1 reset)"_s;
    QTest::newRow("no answer") << std::make_exception_ptr(loop::TimeoutError("slow"))
                               << u"1 error (1 timeout)"_s;
    QTest::newRow("no heap") << std::make_exception_ptr(std::bad_alloc())
                             << u"1 error (1 out of memory)"_s;
    QTest::newRow("certificate") << std::make_exception_ptr(loop::CertificateError("old"))
                                 << u"1 error (1 TLS)"_s;
}

void ErrorCountsTest::eachErrorHasAName()
{
    QFETCH(std::exception_ptr, failure);
    ErrorCounts counts;
    counts.addFailure(failure);
    QTEST(counts.text(), "text");
}

void ErrorCountsTest::otherErrorsAreNamedByTheSystem()
{
    ErrorCounts counts;
    counts.addFailure(systemError(ECONNREFUSED));
    counts.addFailure(systemError(EPROTONOSUPPORT));
    counts.addFailure(systemError(EPROTO));
    QCOMPARE(counts.text(), u"3 errors (1 refused, 2 other: Protocol not supported)"_s);
    ErrorCounts others;
    others.addFailure(std::make_exception_ptr(std::logic_error("odd words")));
    QVERIFY2(others.text().startsWith(u"1 error (1 other: "_s)
                 && others.text().endsWith(u"odd words)"_s),
             qPrintable(others.text()));
}

void ErrorCountsTest::messagesWithoutAnAnswerAreErrorsOfTheirOwn()
{
    ErrorCounts counts;
    counts.add(ErrorCounts::Unanswered, 7);
    counts.add(ErrorCounts::Mismatch);
    QCOMPARE(counts.measured(models::Measure::Unanswered), std::optional<double>(7));
    QCOMPARE(counts.measured(models::Measure::Errors), std::optional<double>(8));
    QVERIFY(!counts.measured(models::Measure::P50));
}

// Both are numbers, and -2 is a name that does not exist: as an errno it would be another error.
void ErrorCountsTest::aHostThatIsNotKnownIsToldFromASystemError()
{
    loop::EventLoop loop;
    ErrorCounts counts;
    try {
        (void)loop.runUntilComplete(loop.getaddrinfo("name with blanks", "1"));
    } catch (...) {
        counts.addFailure(std::current_exception());
    }
    QCOMPARE(counts.text(), u"1 error (1 unknown host)"_s);
}

// As JUnit and JSON have them: the number stands beside.
void ErrorCountsTest::reportsHaveEachKindByItsName()
{
    ErrorCounts counts;
    QVERIFY(counts.byKind().isEmpty());
    counts.add(ErrorCounts::Reset, 3);
    counts.add(ErrorCounts::TooLarge);
    const auto kinds = counts.byKind();
    QCOMPARE(kinds.size(), 2);
    QCOMPARE(kinds[0].kind, "reset"_ba);
    QCOMPARE(kinds[0].count, 3U);
    QCOMPARE(kinds[1].kind, "too large for a datagram"_ba);
    QCOMPARE(kinds[1].count, 1U);
}

void ErrorCountsTest::eachMeasureIsOfItsOwnKind()
{
    using models::Measure;
    const QList<std::pair<ErrorCounts::Kind, Measure>> pairs {
        {ErrorCounts::Refused, Measure::Refused},
        {ErrorCounts::Reset, Measure::Reset},
        {ErrorCounts::Timeout, Measure::Timeout},
        {ErrorCounts::Mismatch, Measure::Mismatch},
        {ErrorCounts::Unanswered, Measure::Unanswered}};
    for (const auto &[kind, measure] : pairs) {
        ErrorCounts counts;
        counts.add(kind, 2);
        for (const auto &[other, of] : pairs)
            QCOMPARE(counts.measured(of), std::optional<double>(of == measure ? 2 : 0));
        QCOMPARE(counts.measured(Measure::Errors), std::optional<double>(2));
    }
}

QTEST_GUILESS_MAIN(ErrorCountsTest)
#include "ErrorCountsTest.moc"
