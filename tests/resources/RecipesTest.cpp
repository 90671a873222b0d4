// SPDX-License-Identifier: GPL-3.0-or-later
// Each recipe of docs/recipes.md is run by bash as it stands there, in a folder of its own, with
// free ports for those it names, and prints what the page says: `...` stands for anything.
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

#include <csignal>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

// What stands between ```LANGUAGE and ``` in a section.
QString block(const QString &section, const QString &language)
{
    static const QRegularExpression blocks(u"^```(\\w+)\n(.*?)^```$"_s,
                                           QRegularExpression::MultilineOption
                                               | QRegularExpression::DotMatchesEverythingOption);
    for (auto found = blocks.globalMatch(section); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        if (match.captured(1) == language)
            return match.captured(2);
    }
    return {};
}

// The expected text as an expression that the whole output has to match.
QRegularExpression expression(const QString &text)
{
    QStringList parts;
    for (const QString &part : text.split(u"..."_s))
        parts << QRegularExpression::escape(part);
    return QRegularExpression(QRegularExpression::anchoredPattern(parts.join(u"[^\n]*"_s)));
}

QString withFreePorts(QString script)
{
    for (const QString &port : {u"8881"_s, u"8882"_s, u"19000"_s}) {
        QTcpServer free;
        if (free.listen(QHostAddress::LocalHost))
            script.replace(QRegularExpression(u"\\b"_s + port + u"\\b"_s),
                           QString::number(free.serverPort()));
    }
    return script;
}

} // namespace

class RecipesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRecipePrintsWhatThePageSays_data();
    void aRecipePrintsWhatThePageSays();
    void aWrongOutputIsSeen();
};

void RecipesTest::aRecipePrintsWhatThePageSays_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("output");
    QFile page(QStringLiteral(RECIPES));
    QVERIFY2(page.open(QIODevice::ReadOnly), qPrintable(page.errorString()));
    const QStringList sections = QString::fromUtf8(page.readAll()).split(u"\n## "_s).mid(1);
    QVERIFY(!sections.isEmpty());
    for (const QString &section : sections) {
        const QString title = section.section(u'\n', 0, 0);
        QTest::newRow(qPrintable(title)) << block(section, u"sh"_s) << block(section, u"text"_s);
    }
}

void RecipesTest::aRecipePrintsWhatThePageSays()
{
    QFETCH(QString, script);
    QFETCH(QString, output);
    QVERIFY2(!script.isEmpty() && !output.isEmpty(), "a recipe is a block of sh and one of text");

    QTemporaryDir folder;
    QProcess shell;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, folder.path());
    environment.insert(u"PATH"_s,
                       QFileInfo(QStringLiteral(LOOPSCOPE_PROGRAM)).path() + u':'
                           + environment.value(u"PATH"_s));
    shell.setProcessEnvironment(environment);
    shell.setWorkingDirectory(folder.path());
    shell.setChildProcessModifier([] { ::setpgid(0, 0); });
    shell.start(u"bash"_s, {u"-c"_s, withFreePorts(script)});
    QVERIFY(shell.waitForStarted());
    const auto group = static_cast<pid_t>(shell.processId());
    const bool ended = shell.waitForFinished(50'000);
    ::kill(-group, SIGKILL); // what a recipe that failed left behind
    QVERIFY2(ended || shell.waitForFinished(), "the recipe does not end");

    const QString printed = QString::fromUtf8(shell.readAllStandardOutput()).remove(u'\r');
    QVERIFY2(
        expression(output).match(printed).hasMatch(),
        qPrintable(u"It printed:\n"_s + printed + QString::fromUtf8(shell.readAllStandardError())));
}

void RecipesTest::aWrongOutputIsSeen()
{
    QVERIFY(expression(u"status ...\n"_s).match(u"status 0\n"_s).hasMatch());
    QVERIFY(!expression(u"status 0\n"_s).match(u"status 1\n"_s).hasMatch());
    QVERIFY(!expression(u"status ...\n"_s).match(u"status 0\nand more\n"_s).hasMatch());
}

QTEST_GUILESS_MAIN(RecipesTest)
#include "RecipesTest.moc"
