// SPDX-License-Identifier: GPL-3.0-or-later

// What shells complete of the program's command line: real ones, with what the build made of the
// table of --help and of the catalogue of sessions.

#include "Shell.h"

#include "app/CommandLineOptions.h"
#include "models/spec/SessionKinds.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <memory>

using namespace Qt::StringLiterals;

namespace {

const QString made = QStringLiteral(COMPLETIONS);

// Words that each shell is asked for, and what its line is after Tab.
void addLines()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char *name, const char *typed, const char *line) {
        QTest::newRow(name) << QByteArray(typed) << QByteArray(line);
    };
    row("an option", "loopscope --headl", "loopscope --headless ");
    row("a command", "loopscope expo", "loopscope export ");
    row("a kind", "loopscope --serve 'chargen+ud", "loopscope --serve 'chargen+udp://");
    row("a client alone", "loopscope --connect 'lo", "loopscope --connect 'load");
    row("after another", "loopscope --debug --serve 'day", "loopscope --debug --serve 'daytime");
    row("an option of a kind", "loopscope --serve 'echo://127.0.0.1:0?ap",
        "loopscope --serve 'echo://127.0.0.1:0?api=");
    row("its value", "loopscope --serve 'echo://127.0.0.1:0?idle=5&api=str",
        "loopscope --serve 'echo://127.0.0.1:0?idle=5&api=streams");
    row("a file of a kind", "loopscope --serve 'echo+tls://127.0.0.1:0?cert=mon",
        "loopscope --serve 'echo+tls://127.0.0.1:0?cert=monday.");
    row("a scenario", "loopscope run mon", "loopscope run monday.json ");
    row("a recording", "loopscope mon", "loopscope monday.loopscope ");
    row("a recording to export", "loopscope export mon", "loopscope export monday.loopscope ");
    row("a format", "loopscope export monday.loopscope --format pc",
        "loopscope export monday.loopscope --format pcapng ");
    row("an option of export", "loopscope export --he", "loopscope export --help ");
    row("a recording to query", "loopscope query mon", "loopscope query monday.loopscope ");
    row("an option of query", "loopscope query --js", "loopscope query --json ");
    row("a word", "loopscope --dump-on war", "loopscope --dump-on warning ");
    row("a picture", "loopscope --screenshot mon", "loopscope --screenshot monday.png ");
    row("nothing", "loopscope --nonsense", "loopscope --nonsense");
}

} // namespace

class CompletionTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<Shell> bash_, zsh_;

    static bool has(const char *shell)
    {
        return !QStandardPaths::findExecutable(QString::fromLatin1(shell)).isEmpty();
    }

    QByteArray fish(const QByteArray &line) const
    {
        QProcess shell;
        shell.setWorkingDirectory(folder_.path());
        shell.start(u"fish"_s,
                    {u"--no-config"_s, u"-c"_s, u"source $argv[1]; complete -C$argv[2]"_s,
                     made + u"/loopscope.fish"_s, QString::fromUtf8(line)});
        shell.waitForFinished(20'000);
        return shell.readAllStandardOutput();
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const auto &name : {u"json"_s, u"loopscope"_s, u"png"_s, u"txt"_s}) {
            QFile file(folder_.filePath(u"monday."_s + name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        qputenv("XDG_CONFIG_HOME", folder_.path().toUtf8());
        qputenv("XDG_DATA_HOME", folder_.path().toUtf8());
        bash_ = std::make_unique<Shell>(
            QStringList {u"bash"_s, u"--norc"_s, u"--noprofile"_s},
            "PS1=; bind 'set bell-style none'; bind 'set page-completions off'; bind 'set "
            "completion-query-items 0'; bind -x '\"\\C-g\": printf \"\\n<%s>\\n\" "
            "\"$READLINE_LINE\"'; source "
                + made.toUtf8() + "/loopscope.bash",
            folder_.path());
        if (has("zsh"))
            zsh_ = std::make_unique<Shell>(
                QStringList {u"zsh"_s, u"-f"_s, u"-i"_s},
                "PS1=; setopt no_beep no_list_beep; fpath=(" + made.toUtf8()
                    + " $fpath); autoload -Uz compinit; compinit -u -D; show() { print -r; print "
                      "-r \"<$BUFFER>\" }; zle -N show; bindkey '^G' show; bindkey '^U' "
                      "kill-whole-line",
                folder_.path());
    }

    void bashCompletes_data() { addLines(); }
    void bashCompletes()
    {
        QFETCH(QByteArray, typed);
        QTEST(bash_->complete(typed + '\t'), "line");
    }

    void zshCompletes_data() { addLines(); }
    void zshCompletes()
    {
        if (!zsh_)
            QSKIP("zsh is not installed");
        QFETCH(QByteArray, typed);
        QTEST(zsh_->complete(typed + '\t'), "line");
    }

    // Each name of the tables, at the place where it is wanted: all that bash would list.
    void bashOffersAllThatThereIs()
    {
        const auto all
            = [this](const QByteArray &typed) { return bash_->complete(typed + "\x1b*"); };
        const QByteArray options = all("loopscope --");
        for (const app::Option &option : app::commandLineOptions()) {
            if (option.text.startsWith("--"_L1))
                QVERIFY2(options.contains(option.text.data() + QByteArray(" ")),
                         option.text.data());
        }
        for (const models::SessionKind &kind : models::sessionKinds()) {
            const bool serves = kind.role == models::SessionRole::Server;
            const QByteArray before
                = QByteArray("loopscope ") + (serves ? "--serve '" : "--connect '");
            QVERIFY2(all(before + kind.name.toUtf8()).contains(kind.name.toUtf8() + "://"),
                     qPrintable(kind.name));
            const QByteArray url = kind.name.toUtf8() + "+tls://127.0.0.1:0?";
            if (!kind.transports.contains(u"tls"_s))
                continue;
            const QByteArray offered = all(before + url);
            for (const models::SessionOption &option : kind.options) {
                const bool fits
                    = option.transports.isEmpty() || option.transports.contains(u"tls"_s);
                QCOMPARE(offered.contains(url + option.name.toUtf8() + '='), fits);
            }
        }
    }

    void withoutQuotesAUrlIsOneWord()
    {
        QCOMPARE(bash_->complete("loopscope --serve chargen+udp:\t"),
                 "loopscope --serve chargen+udp://");
        QCOMPARE(bash_->complete("loopscope --serve=chargen+udp://127\t"),
                 "loopscope --serve=chargen+udp://127.0.0.1:0");
    }

    void fishCompletes()
    {
        if (!has("fish"))
            QSKIP("fish is not installed");
        QVERIFY(fish("loopscope --pcap").startsWith("--pcap-listen\t"));
        QVERIFY(fish("loopscope expo").startsWith("export\t"));
        QVERIFY(fish("loopscope --serve 'chargen+ud").startsWith("chargen+udp://"));
        QVERIFY(!fish("loopscope --serve '").contains("load://"));
        QVERIFY(fish("loopscope --connect '").contains("load://"));
        QVERIFY(fish("loopscope --serve 'echo://127.0.0.1:0?idle=5&api=str")
                    .startsWith("echo://127.0.0.1:0?idle=5&api=streams"));
        QVERIFY(fish("loopscope run mon").startsWith("monday.json"));
        QVERIFY(fish("loopscope export mon").startsWith("monday.loopscope"));
        QVERIFY(!fish("loopscope export --fi").contains("--for"));
        QVERIFY(fish("loopscope export --fi").startsWith("--filter\t"));
    }
};

QTEST_GUILESS_MAIN(CompletionTest)
#include "CompletionTest.moc"
