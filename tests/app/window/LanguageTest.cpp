// SPDX-License-Identifier: GPL-3.0-or-later

// The language of who looks at the window, and that of scripts.

#include "Opened.h"

#include <QtCore/QFile>
#include <QtCore/QLocale>
#include <QtCore/QRegularExpression>
#include <QtCore/QScopeGuard>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;

class LanguageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scriptsReadNumbersOfNoLanguage();

private:
    QTemporaryDir folder_;
};

// The window has those of the user's; what a script reads of the same session has not.
void LanguageTest::scriptsReadNumbersOfNoLanguage()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
    QApplication::setQuitOnLastWindowClosed(false);
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    const auto restored = qScopeGuard([&before] { QLocale::setDefault(before); });
    const QString report = folder_.filePath(u"german.xml"_s);
    {
        Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                       u"load://127.0.0.1:0?connections=2&limit=rate>1000000000"_s, u"--junit"_s,
                       report});
        static const QRegularExpression german(u"\\d,\\d+k? "_s), plain(u"\\d\\.\\d+k? "_s);
        const auto load = [&opened] { return opened.sessionOf(u"load"_s); };
        QTRY_VERIFY_WITH_TIMEOUT(german.match(load().figures).hasMatch(), patience);
        QVERIFY2(plain.match(load().plainFigures).hasMatch(), qPrintable(load().plainFigures));
        QVERIFY2(!german.match(load().plainFigures).hasMatch(), qPrintable(load().plainFigures));
    }
    QFile file(report);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString xml = QString::fromUtf8(file.readAll());
    QVERIFY2(xml.contains(u"failures=\"1\""), qPrintable(xml));
    static const QRegularExpression comma(u"\\d,\\d"_s);
    QVERIFY2(!comma.match(xml).hasMatch(), qPrintable(xml));
}

QTEST_MAIN(LanguageTest)
#include "LanguageTest.moc"
