// SPDX-License-Identifier: GPL-3.0-or-later

// The program as its window knows it: what it is told, what comes of what it asks for, and how all
// of it ends. With real sessions, and a face that takes notes.

#include "NotedRun.h"

#include "app/engine/sessions/SessionHost.h"
#include "models/record/RecordingReader.h"
#include "tests/support/NoThreads.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using models::SessionRecord;
using Notes = NotedFace;
using Run = NotedRun;

namespace {

const QString server = u"echo://127.0.0.1:0"_s;

} // namespace

class ProgramFaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_STATE_HOME", folder_.path().toLocal8Bit()); }

    void theFaceGetsWhatTheCommandLineSays();
    void closingItEndsWithStatusZero();
    void aFailureStaysTheStatusAndDoesNotEndAWindow();
    void withoutAWindowTheLastSessionIsTheEnd();
    void aSessionIsStartedAsTheFaceAsks();
    void captureIsAsTheCommandLineThenTheFaceSays();
    void aClientTakesThePortOfItsServer();
    void aScenarioEndsWithItsClients();
    void aScenarioOfServersGoesOn();
    void aPictureIsTakenAtTheEnd();
    void marksAreSetBySignals();
    void packetsThatAreServedAreTold();
    void whatFailsForTheFaceIsReported();
    void theReportIsNamedAfterTheScenario();
    void aRecordingThatCannotBeKeptKeepsItFromStarting();
    void packetsThatCannotBeServedAreTold();
    void whatCannotBeMadeOfARunThatWasKilledIsTold();
    void aDumpIsShownAndTold();

private:
    QTemporaryDir folder_;
};

void ProgramFaceTest::theFaceGetsWhatTheCommandLineSays()
{
    bool checked = false;
    const auto look = [&checked](bool debug, bool alone, bool recording) {
        return [&checked, debug, alone, recording](app::Program &program, Notes &face) {
            face.begun = [&checked, &program, &face, debug, alone, recording] {
                checked = face.debugMode == debug && face.parts.alone == alone
                    && (face.parts.recording != nullptr) == recording
                    && face.parts.look.theme == u"dark"
                    && face.parts.firstQuestion == app::CommandLine::FirstQuestion::NewServer
                    && face.parts.recordings.size() == (alone ? 1 : 0);
                QTimer::singleShot(0, &program, [&program] { program.finish(0); });
            };
        };
    };
    const QStringList common {u"--theme"_s, u"dark"_s, u"--new-server"_s};
    QCOMPARE(Run(common, look(false, false, true)).status, 0);
    QVERIFY(checked);
    checked = false;
    QCOMPARE(
        Run(common + QStringList {u"--debug"_s, u"x.loopscope"_s}, look(true, true, true)).status,
        0);
    QVERIFY(checked);
}

void ProgramFaceTest::closingItEndsWithStatusZero()
{
    int settled = 0;
    SessionRecord last;
    const Run run({u"--serve"_s, server}, [&](app::Program &, Notes &face) {
        face.changed = [&](const SessionRecord &record) {
            last = record;
            settled = face.settled;
            if (record.state == SessionRecord::Running)
                QTimer::singleShot(0, &face, [&face] { Q_EMIT face.closed(); });
        };
    });
    QCOMPARE(run.problem, QString());
    QCOMPARE(run.status, 0);
    QCOMPARE(last.state, SessionRecord::Stopped); // it was ended as it should be
    QCOMPARE(settled, 0); // only after that
    QCOMPARE(run.errors, QStringList());
}

void ProgramFaceTest::aFailureStaysTheStatusAndDoesNotEndAWindow()
{
    for (const bool ends : {false, true}) {
        bool wentOn = false;
        const Run run({u"--connect"_s, u"lines://127.0.0.1:1?text=x"_s},
                      [&](app::Program &program, Notes &face) {
                          face.ends = ends;
                          face.changed = [&](const SessionRecord &record) {
                              if (record.state == SessionRecord::Failed && !ends)
                                  QTimer::singleShot(20, &program, [&] {
                                      wentOn = true;
                                      program.finish(0);
                                  });
                          };
                      });
        QCOMPARE(run.problem, QString());
        QCOMPARE(wentOn, !ends);
        QCOMPARE(run.status, ends ? 1 : 0); // a window has shown it
    }
}

void ProgramFaceTest::withoutAWindowTheLastSessionIsTheEnd()
{
    // One that is busy ends the wait of a script at once, whatever else runs.
    QStringList states;
    const Run busy({u"--serve"_s, server, u"--serve"_s, u"echo://192.0.2.1:0"_s},
                   [&](app::Program &, Notes &face) {
                       face.ends = true;
                       face.changed = [&](const SessionRecord &record) {
                           states << QString::number(record.state);
                       };
                   });
    QCOMPARE(busy.problem, QString());
    QCOMPARE(busy.status, 1);
    QVERIFY(states.contains(QString::number(SessionRecord::Failed)));
}

void ProgramFaceTest::aSessionIsStartedAsTheFaceAsks()
{
    SessionRecord made;
    const Run run({}, [&](app::Program &program, Notes &face) {
        face.begun = [&face] {
            QTimer::singleShot(0, &face, [&face] {
                Q_EMIT face.sessionRequested(*models::parseSessionUrl(server).url);
            });
        };
        face.changed = [&](const SessionRecord &record) {
            made = record;
            if (record.state == SessionRecord::Running)
                program.finish(0);
        };
    });
    QCOMPARE(run.problem, QString());
    QCOMPARE(made.url.toString(), server);
    QCOMPARE(made.state, SessionRecord::Stopped);
}

void ProgramFaceTest::captureIsAsTheCommandLineThenTheFaceSays()
{
    const auto captured
        = [](const QStringList &arguments, const QString &chosen, const QString &url) {
              QString capture;
              const Run run(arguments, [&](app::Program &program, Notes &face) {
                  face.begun = [&] {
                      models::RecordingOptions options;
                      options.capture = chosen;
                      Q_EMIT face.recordingOptionsChosen(options);
                      QTimer::singleShot(0, &face, [&] {
                          Q_EMIT face.sessionRequested(*models::parseSessionUrl(url).url);
                      });
                  };
                  face.changed = [&](const SessionRecord &record) {
                      capture = record.url.text(u"capture"_s);
                      program.finish(0);
                  };
              });
              return capture;
          };
    QCOMPARE(captured({}, {}, server), u"all"_s);
    QCOMPARE(captured({}, u"4k"_s, server), u"4k"_s);
    QCOMPARE(captured({u"--capture"_s, u"none"_s}, u"4k"_s, server), u"none"_s);
    QCOMPARE(captured({u"--capture"_s, u"none"_s}, {}, server + u"?capture=1k"_s), u"1k"_s);
}

void ProgramFaceTest::aClientTakesThePortOfItsServer()
{
    QMap<QString, QString> addresses;
    const Run run({u"--serve"_s, server, u"--serve"_s, u"chargen://127.0.0.1:0"_s, u"--connect"_s,
                   u"lines://127.0.0.1:0?text=x"_s, u"--serve"_s, u"echo://127.0.0.1:0"_s},
                  [&](app::Program &program, Notes &face) {
                      face.changed = [&](const SessionRecord &record) {
                          addresses[record.kind] = record.address;
                          if (!record.server && record.state == SessionRecord::Running)
                              program.finish(0);
                          if (record.state == SessionRecord::Failed)
                              program.finish(7);
                      };
                  });
    QCOMPARE(run.problem, QString());
    QCOMPARE(run.status, 0);
    QCOMPARE(addresses[u"lines"_s], addresses[u"chargen"_s]);
}

void ProgramFaceTest::aScenarioEndsWithItsClients()
{
    QFile file(folder_.filePath(u"one.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"sessions\": [{\"url\": \"echo://127.0.0.1:0\"}, "
               "{\"url\": \"lines://127.0.0.1:0?text=x\"}]}");
    file.close();
    int running = 0;
    const Run run({u"run"_s, file.fileName()}, [&](app::Program &, Notes &face) {
        face.changed = [&](const SessionRecord &record) {
            running += record.state == SessionRecord::Running;
        };
    });
    QCOMPARE(run.problem, QString()); // though there is a window
    QCOMPARE(run.status, 0);
    QVERIFY(running >= 2);
}

// It has no clients whose end would be its own, though one of its servers is stopped.
void ProgramFaceTest::aScenarioOfServersGoesOn()
{
    QFile file(folder_.filePath(u"two.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"sessions\": [{\"url\": \"echo://127.0.0.1:0\"}, "
               "{\"url\": \"discard://127.0.0.1:0\"}]}");
    file.close();
    bool goesOn = false, asked = false;
    const Run run({u"run"_s, file.fileName()}, [&](app::Program &program, Notes &face) {
        face.changed = [&](const SessionRecord &record) {
            if (record.kind == u"echo" && record.state == SessionRecord::Running && !asked) {
                asked = true;
                face.parts.net.post([id = record.id](app::SessionHost &host) { host.stop(id); });
            }
            if (record.kind == u"echo" && record.state == SessionRecord::Stopped)
                QTimer::singleShot(300, &program, [&] {
                    goesOn = face.sessions.last().state == SessionRecord::Running;
                    program.finish(0);
                });
        };
    });
    QCOMPARE(run.problem, QString());
    QVERIFY(goesOn);
}

void ProgramFaceTest::aPictureIsTakenAtTheEnd()
{
    for (const QString &error : {QString(), u"The disk is full."_s}) {
        QStringList pictures;
        const Run run({u"--screenshot"_s, u"w.png"_s, u"--for"_s, u"0.05"_s, u"--serve"_s, server},
                      [&](app::Program &, Notes &face) {
                          face.pictureError = error;
                          face.changed = [&](const SessionRecord &) { pictures = face.pictures; };
                      });
        QCOMPARE(run.problem, QString());
        QCOMPARE(pictures, QStringList(u"w.png"_s)); // before the sessions end
        QCOMPARE(run.status, error.isEmpty() ? 0 : 1);
        QCOMPARE(run.errors.join(u'\n').contains(u"The disk is full."), !error.isEmpty());
    }
}

void ProgramFaceTest::marksAreSetBySignals()
{
    const QString path = folder_.filePath(u"marked.loopscope"_s);
    QStringList told;
    const Run run({u"--mark"_s, u"SIGUSR1=before"_s, u"--mark"_s, u"SIGUSR2"_s, u"--record"_s, path,
                   u"--serve"_s, server},
                  [&](app::Program &program, Notes &face) {
                      face.changed = [&](const SessionRecord &record) {
                          told = face.told;
                          if (record.state != SessionRecord::Running)
                              return;
                          ::raise(SIGUSR2);
                          ::raise(SIGUSR1);
                          auto *look = new QTimer(&face);
                          QObject::connect(look, &QTimer::timeout, &face, [&program, &face] {
                              if (face.told.size() >= 2)
                                  program.finish(0);
                          });
                          look->start(5);
                      };
                  });
    QCOMPARE(run.problem, QString());
    told.sort();
    QCOMPARE(told, QStringList({u"Marked: SIGUSR2"_s, u"Marked: before"_s}));
    const auto reader = models::RecordingReader::open(path);
    QVERIFY(reader);
    QStringList names;
    const auto marks = (*reader)->marks();
    QVERIFY(marks);
    for (const models::Mark &mark : *marks)
        names << mark.name;
    names.sort();
    QCOMPARE(names, QStringList({u"SIGUSR2"_s, u"before"_s}));
}

void ProgramFaceTest::packetsThatAreServedAreTold()
{
    for (const bool exposed : {false, true}) {
        QStringList told;
        const Run run({u"--pcap-listen"_s, exposed ? u"0.0.0.0:0"_s : u"0"_s, u"--serve"_s, server},
                      [&](app::Program &program, Notes &face) {
                          face.changed = [&](const SessionRecord &record) {
                              told = face.told;
                              if (record.state == SessionRecord::Running)
                                  program.finish(0);
                          };
                      });
        QCOMPARE(run.problem, QString());
        QCOMPARE(told.size(), exposed ? 2 : 1);
        QVERIFY2(told.first().startsWith(u"Packets live: wireshark -k -i TCP@"),
                 qPrintable(told.first()));
        QVERIFY(!told.first().endsWith(u":0"));
    }
}

void ProgramFaceTest::whatFailsForTheFaceIsReported()
{
    const Run run({}, [&](app::Program &program, Notes &face) {
        face.begun = [&] {
            QTimer::singleShot(0, &face, [&] {
                Q_EMIT face.failed(u"It could not be saved."_s);
                program.finish(0);
            });
        };
    });
    QCOMPARE(run.status, 1);
    QVERIFY2(run.errors.value(0).contains(u"It could not be saved."),
             qPrintable(run.errors.join(u'|')));
}

void ProgramFaceTest::theReportIsNamedAfterTheScenario()
{
    QFile file(folder_.filePath(u"my.run.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"sessions\": [{\"url\": \"echo://127.0.0.1:0\"}, "
               "{\"url\": \"lines://127.0.0.1:0?text=x\"}]}");
    file.close();
    const QString report = folder_.filePath(u"r.xml"_s);
    const auto name = [&report](const QStringList &arguments) {
        QFile::remove(report);
        const Run run(
            arguments + QStringList {u"--junit"_s, report}, [](app::Program &program, Notes &face) {
                if (!face.parts.alone)
                    face.begun = [&program] {
                        QTimer::singleShot(200, &program, [&program] { program.finish(0); });
                    };
            });
        QFile written(report);
        if (!run.problem.isEmpty() || !written.open(QIODevice::ReadOnly))
            return run.problem + u"none"_s;
        const QString xml = QString::fromUtf8(written.readAll());
        return xml.section(u"<testsuites"_s, 1).section(u"name=\""_s, 1).section(u'"', 0, 0);
    };
    QCOMPARE(name({u"run"_s, file.fileName()}), u"my.run"_s);
    QCOMPARE(name({u"--serve"_s, server}), u"loopscope"_s);
}

void ProgramFaceTest::aRecordingThatCannotBeKeptKeepsItFromStarting()
{
    const Run run({u"--record"_s, u"/no/such/folder/x.loopscope"_s},
                  [](app::Program &, Notes &) {});
    QVERIFY2(run.problem.contains(u"/no/such/folder"), qPrintable(run.problem));
    QVERIFY(!run.problem.endsWith(u'.')); // it becomes part of a sentence
}

void ProgramFaceTest::packetsThatCannotBeServedAreTold()
{
    QStringList told;
    const Run run({u"--serve"_s, server}, [&](app::Program &program, Notes &face) {
        face.changed = [&](const SessionRecord &record) {
            if (record.state != SessionRecord::Running)
                return;
            {
                const NoThreads none;
                Q_EMIT face.wiresharkRequested();
            }
            told = face.told;
            program.finish(0);
        };
    });
    QCOMPARE(run.problem, QString());
    QCOMPARE(run.status, 0);
    QCOMPARE(told.size(), 1);
    QVERIFY2(told.first().startsWith(u"Wireshark gets nothing: "_s), qPrintable(told.first()));
}

void ProgramFaceTest::whatCannotBeMadeOfARunThatWasKilledIsTold()
{
    const QTemporaryDir temporary(folder_.filePath(u"XXXXXX"_s));
    const QString left = temporary.filePath(u"loopscope-1.loopscope"_s);
    for (const QString &name : {left, left + u"-lock"_s}) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no recording") > 0);
    }
    const QByteArray before = qgetenv("TMPDIR");
    qputenv("TMPDIR", temporary.path().toLocal8Bit());
    QStringList told;
    const Run run({}, [&](app::Program &program, Notes &face) {
        face.begun = [&] {
            auto *look = new QTimer(&face);
            QObject::connect(look, &QTimer::timeout, &face, [&] {
                told = face.told;
                if (!told.isEmpty())
                    program.finish(0);
            });
            look->start(5);
        };
    });
    before.isNull() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", before);
    QCOMPARE(run.problem, QString());
    QCOMPARE(told.size(), 1);
    QVERIFY2(told.first().startsWith(
                 u"The recording of a run that did not end properly is left at "_s + left),
             qPrintable(told.first()));
}

void ProgramFaceTest::aDumpIsShownAndTold()
{
    const QTemporaryDir place;
    QStringList told;
    QList<std::pair<QString, double>> dumps;
    const Run run({u"--record"_s, place.filePath(u"run.loopscope"_s), u"--keep"_s, u"200MB"_s,
                   u"--dump-on"_s, u"SIGUSR1"_s, u"--serve"_s, server},
                  [&](app::Program &program, Notes &face) {
                      face.changed = [&](const SessionRecord &record) {
                          if (record.state != SessionRecord::Running)
                              return;
                          ::raise(SIGUSR1);
                          auto *look = new QTimer(&face);
                          QObject::connect(look, &QTimer::timeout, &face, [&] {
                              told = face.told;
                              dumps = face.dumps;
                              if (!told.isEmpty())
                                  program.finish(0);
                          });
                          look->start(5);
                      };
                  });
    QCOMPARE(run.problem, QString());
    QCOMPARE(told.size(), 1);
    QVERIFY2(told.first().startsWith(u"Flight recorder (SIGUSR1): "_s), qPrintable(told.first()));
    QVERIFY(!dumps.isEmpty());
    QCOMPARE(dumps.last(), std::pair(QString(), 1.0)); // nothing is shown any more
    QCOMPARE(QDir(place.path()).entryList({u"run-*.loopscope"_s}, QDir::Files).size(), 1);
}

QTEST_GUILESS_MAIN(ProgramFaceTest)
#include "ProgramFaceTest.moc"
