// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ErrorCounts.h"

#include "loop/Errors.h"
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
    row("timed out", ETIMEDOUT, u"timeout"_s);
    row("no network", ENETUNREACH, u"unreachable"_s);
    row("no host", EHOSTUNREACH, u"unreachable"_s);
    row("network down", ENETDOWN, u"unreachable"_s);
    row("permission", EACCES, u"permission denied"_s);
    row("firewall", EPERM, u"permission denied"_s);
    row("descriptors of the process", EMFILE, u"out of descriptors"_s);
    row("descriptors of the system", ENFILE, u"out of descriptors"_s);
    row("ports", EADDRNOTAVAIL, u"out of local ports"_s);
    row("buffers", ENOBUFS, u"out of memory"_s);
    row("memory", ENOMEM, u"out of memory"_s);
    row("datagram", EMSGSIZE, u"too large for a datagram"_s);
    QTest::newRow("closed early") << std::make_exception_ptr(loop::IncompleteReadError({}, 1))
                                  << u"1 error (1 reset)"_s;
    QTest::newRow("no answer") << std::make_exception_ptr(loop::TimeoutError("slow"))
                               << u"1 error (1 timeout)"_s;
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

QTEST_GUILESS_MAIN(ErrorCountsTest)
#include "ErrorCountsTest.moc"
