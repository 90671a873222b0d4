// SPDX-License-Identifier: GPL-3.0-or-later

// What a person reads when a session cannot go on: each reason has a sentence of its own, which
// says what to do, and names whom it is about.

#include "app/engine/sessions/Trouble.h"

#include "loop/Errors.h"
#include "loop/TlsContext.h"

#include <QtTest/QTest>

#include <cerrno>
#include <new>

using namespace Qt::StringLiterals;

namespace {

models::SessionUrl urlOf(const QString &text)
{
    return *models::parseSessionUrl(text).url;
}

std::exception_ptr systemError(int error)
{
    return std::make_exception_ptr(
        loop::OsError(std::error_code(error, std::system_category()), "connect"));
}

} // namespace

class SentencesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachReasonOfAClientHasItsOwn_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("beginning");
        const QString tcp = u"lines://192.0.2.7:81"_s, path = u"lines+unix:///run/x"_s;
        const auto row
            = [](const char *name, int error, const QString &url, const QString &beginning) {
                  QTest::newRow(name) << error << url << beginning;
              };
        row("refused", ECONNREFUSED, tcp, u"Nothing accepts connections at 192.0.2.7:81. "_s);
        row("no path", ENOENT, path, u"There is no socket at /run/x. "_s);
        row("silent", ETIMEDOUT, tcp, u"192.0.2.7:81 does not answer. "_s);
        row("no network", ENETUNREACH, tcp, u"There is no route to 192.0.2.7:81. "_s);
        row("no host", EHOSTUNREACH, tcp, u"There is no route to 192.0.2.7:81. "_s);
        row("reset", ECONNRESET, tcp, u"192.0.2.7:81 broke the connection."_s);
        row("aborted", ECONNABORTED, tcp, u"192.0.2.7:81 broke the connection."_s);
        row("broken pipe", EPIPE, tcp, u"192.0.2.7:81 broke the connection."_s);
        row("permissions", EACCES, path, u"Connecting to /run/x is not permitted. "_s);
        row("firewall", EPERM, tcp, u"Connecting to 192.0.2.7:81 is not permitted. "_s);
        row("queue", EAGAIN, path, u"/run/x takes no more connections: "_s);
        row("ports", EADDRNOTAVAIL, tcp, u"No local port is left for another connection to "_s);
        row("network down", ENETDOWN, tcp, u"The network to 192.0.2.7:81 is down. "_s);
        row("host down", EHOSTDOWN, tcp, u"The network to 192.0.2.7:81 is down. "_s);
        row("buffers", ENOBUFS, tcp, u"The system has no memory left for another connection to "_s);
        row("memory", ENOMEM, tcp, u"The system has no memory left for another connection to "_s);
        row("datagram", EMSGSIZE, tcp, u"The message is too large for one datagram to "_s);
    }

    void eachReasonOfAClientHasItsOwn()
    {
        QFETCH(const int, error);
        QFETCH(const QString, url);
        QFETCH(const QString, beginning);
        const QString sentence = app::sentenceOf(systemError(error), urlOf(url));
        QVERIFY2(sentence.startsWith(beginning), qPrintable(sentence));
        QVERIFY2(sentence.contains(urlOf(url).address()), qPrintable(sentence));
        QVERIFY(sentence.endsWith(u'.'));
    }

    // They are of connecting, which a server does not do; what it said itself stands.
    void aServerIsNotGivenThoseOfAClient()
    {
        const QString sentence
            = app::sentenceOf(systemError(ECONNREFUSED), urlOf(u"echo://127.0.0.1:1"_s));
        QVERIFY2(sentence.startsWith(u"connect"_s) && sentence.endsWith(u"refused."_s),
                 qPrintable(sentence));
    }

    void descriptorsAreTheSameForBoth()
    {
        for (const int error : {EMFILE, ENFILE}) {
            for (const QString &url : {u"echo://127.0.0.1:1"_s, u"lines://127.0.0.1:1"_s}) {
                const QString sentence = app::sentenceOf(systemError(error), urlOf(url));
                QCOMPARE(sentence, app::outOfDescriptors());
                QVERIFY(sentence.startsWith(u"No more connections can be opened"_s));
            }
        }
    }

    void whatHasNoSentenceOfItsOwnIsAsItWasSaidWithOnePeriod()
    {
        const models::SessionUrl url = urlOf(u"lines://h:1"_s);
        const auto said = [&url](const auto &error) {
            return app::sentenceOf(std::make_exception_ptr(error), url);
        };
        QCOMPARE(said(std::runtime_error("this is not sockperf")), u"this is not sockperf."_s);
        QCOMPARE(said(std::runtime_error("It is over.")), u"It is over."_s);
        QCOMPARE(said(loop::IncompleteReadError({}, 1)),
                 u"h:1 closed the connection without answering."_s);
        QVERIFY(said(loop::TimeoutError("slow")).startsWith(u"h:1 does not answer. "_s));
        QVERIFY(said(loop::CertificateError("it is old"))
                    .startsWith(u"The certificate of h:1 is not accepted: it is old. "_s));
        QVERIFY(
            said(loop::TlsError("no cipher")).startsWith(u"TLS with h:1 failed: no cipher. "_s));
        QVERIFY2(said(17).endsWith(u'.') && !said(17).endsWith(u".."_s), qPrintable(said(17)));
    }
};

QTEST_GUILESS_MAIN(SentencesTest)
#include "SentencesTest.moc"
