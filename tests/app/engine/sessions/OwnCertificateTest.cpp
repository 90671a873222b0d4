// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/OwnCertificate.h"
#include "models/files/FileLock.h"

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <sys/stat.h>

#include <barrier>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

unsigned modeOf(const QString &path)
{
    struct stat status { };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 0777 : 0;
}

} // namespace

class OwnCertificateTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    QString place() const
    {
        return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    }
    bool makeWithDaysLeft(int days) const
    {
        QDir(place()).mkpath(u"."_s);
        QProcess openssl;
        openssl.start(u"openssl"_s,
                      {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                       u"ec_paramgen_curve:P-256"_s, u"-nodes"_s, u"-subj"_s, u"/CN=localhost"_s,
                       u"-keyout"_s, place() + u"/localhost.key"_s, u"-out"_s,
                       place() + u"/localhost.crt"_s, u"-days"_s, QString::number(days)});
        return openssl.waitForFinished() && openssl.exitCode() == 0;
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", folder_->path().toUtf8());
    }

    void severalAtOnceMakeOne()
    {
        constexpr int rounds = 5, programs = 8;
        for (int round = 0; round < rounds; ++round) {
            init();
            std::barrier start(programs);
            std::vector<QByteArray> seen(programs);
            std::vector<std::thread> threads;
            for (std::size_t i = 0; i < programs; ++i)
                threads.emplace_back([&, i] {
                    start.arrive_and_wait();
                    const app::CertificateFiles files = app::ownCertificate();
                    if (app::checkKey(files.certificate, files.key) == loop::tls::KeyProblem::None)
                        seen[i] = contentOf(files.certificate);
                });
            for (std::thread &thread : threads)
                thread.join();
            for (const QByteArray &each : seen)
                QCOMPARE(each, seen[0]);
            QVERIFY(!seen[0].isEmpty());
        }
    }

    void theFolderAndTheKeyAreTheOwnersAloneWhateverTheUmask()
    {
        const mode_t before = ::umask(0);
        const app::CertificateFiles files = app::ownCertificate();
        ::umask(before);
        QCOMPARE(modeOf(place()), 0700U);
        QCOMPARE(modeOf(files.key), 0600U);
    }

    void oneThatEndsSoonIsReplaced_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<bool>("replaced");
        QTest::newRow("3 days") << 3 << true;
        QTest::newRow("30 days") << 30 << false;
    }

    void oneThatEndsSoonIsReplaced()
    {
        QFETCH(int, days);
        QFETCH(bool, replaced);
        QVERIFY(makeWithDaysLeft(days));
        const QByteArray before = contentOf(place() + u"/localhost.crt"_s);
        QVERIFY(!before.isEmpty());
        const app::CertificateFiles files = app::ownCertificate();
        QCOMPARE(contentOf(files.certificate) != before, replaced);
        QCOMPARE(app::checkKey(files.certificate, files.key), loop::tls::KeyProblem::None);
    }

    void aKeyOfAnotherIsReplaced()
    {
        QVERIFY(makeWithDaysLeft(30));
        const QByteArray key = contentOf(place() + u"/localhost.key"_s);
        QVERIFY(makeWithDaysLeft(30));
        QFile file(place() + u"/localhost.key"_s);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(key) == key.size());
        file.close();
        const app::CertificateFiles files = app::ownCertificate();
        QCOMPARE(app::checkKey(files.certificate, files.key), loop::tls::KeyProblem::None);
    }
};

QTEST_GUILESS_MAIN(OwnCertificateTest)
#include "OwnCertificateTest.moc"
