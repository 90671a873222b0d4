// SPDX-License-Identifier: GPL-3.0-or-later

// Every word that is said of alerts, steps of a handshake and OpenSSL's errors. Beside
// ../expected/tls-words.txt.

#include "loop/tls/internal/TlsWords.h"
#include "tests/support/Expected.h"

#include <QtTest/QTest>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

class TlsWordsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyWord()
    {
        QStringList lines;
        const auto text = [](std::string_view words) {
            return QString::fromUtf8(words.data(), qsizetype(words.size()));
        };
        for (int alert = 0; alert < 256; ++alert)
            if (const std::string_view name = loop::tls::nameOfAlert(alert); name != "unknown")
                lines << u"alert %1 %2"_s.arg(alert).arg(text(name));
        for (int state = 0; state < 49; ++state)
            for (const bool server : {false, true})
                lines << u"step %1 of a %2: %3"_s.arg(state)
                             .arg(server ? u"server"_s : u"client"_s)
                             .arg(text(loop::tls::nameOfStep(OSSL_HANDSHAKE_STATE(state), server)));
        const auto said = [&lines](const QString &what) {
            const bool none = loop::tls::peerShowedNoCertificate();
            const QString error = QString::fromStdString(loop::tls::takeError());
            lines << u"%1: %2 none %3"_s.arg(what, error).arg(none);
            QCOMPARE(ERR_peek_error(), 0UL); // it is empty now
        };
        said(u"nothing"_s);
        for (int alert = 0; alert < 130; ++alert) {
            ERR_raise(ERR_LIB_SSL, SSL_AD_REASON_OFFSET + alert);
            said(u"alert %1"_s.arg(alert));
        }
        for (const int reason :
             {SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST, SSL_R_WRONG_VERSION_NUMBER,
              SSL_R_PACKET_LENGTH_TOO_LONG, SSL_R_RECORD_TOO_SMALL, SSL_R_UNSUPPORTED_PROTOCOL,
              SSL_R_NO_PROTOCOLS_AVAILABLE, SSL_R_WRONG_SSL_VERSION, SSL_R_NO_SHARED_CIPHER,
              SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM, SSL_R_NO_SUITABLE_KEY_SHARE,
              SSL_R_NO_SHARED_GROUPS, SSL_R_NO_APPLICATION_PROTOCOL, SSL_R_CALLBACK_FAILED,
              SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC, SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE,
              SSL_R_CERTIFICATE_VERIFY_FAILED}) {
            ERR_raise(ERR_LIB_SSL, reason);
            said(u"reason %1"_s.arg(reason));
        }
        ERR_raise(ERR_LIB_EVP, 100);
        ERR_raise(ERR_LIB_SSL, SSL_R_NO_SHARED_CIPHER);
        ERR_raise(ERR_LIB_SSL, SSL_R_HTTP_REQUEST);
        said(u"of TLS, behind another's"_s);
        ERR_raise(ERR_LIB_EVP, 100);
        said(u"another's alone"_s);
        QCOMPARE(::test::differenceFrom(QStringLiteral(LOOPSCOPE_EXPECTED "/tls-words.txt"), lines),
                 QString());
    }
};

QTEST_APPLESS_MAIN(TlsWordsTest)
#include "TlsWordsTest.moc"
