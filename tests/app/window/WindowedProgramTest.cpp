// SPDX-License-Identifier: GPL-3.0-or-later

// The real program with its window, from outside: its picture, its end by signal, and a scenario.

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>
#include <QtGui/QImage>
#include <QtGui/QImageReader>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

// The program with a window that no screen shows. Settings of the person who runs the tests are
// neither read nor written.
class WindowedProgram {
public:
    explicit WindowedProgram(const QStringList &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_CONFIG_HOME"_s, home_.path());
        process_.setProcessEnvironment(environment);
        process_.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                       QStringList {u"-platform"_s, u"offscreen"_s} + arguments);
    }
    ~WindowedProgram()
    {
        process_.kill();
        process_.waitForFinished();
    }

    [[nodiscard]] bool signal(int number) const
    {
        return ::kill(pid_t(process_.processId()), number) == 0;
    }
    [[nodiscard]] QString errors() { return QString::fromUtf8(process_.readAllStandardError()); }
    // The exit status, or -1 for a crash or none in time.
    int waitForEnd()
    {
        const bool ended
            = process_.state() == QProcess::NotRunning || process_.waitForFinished(patience);
        return ended && process_.exitStatus() == QProcess::NormalExit ? process_.exitCode() : -1;
    }

private:
    QTemporaryDir home_;
    QProcess process_;
};

int coloursOf(const QImage &image)
{
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 2) {
        for (int x = 0; x < image.width(); x += 2)
            colours.insert(image.pixel(x, y));
    }
    return int(colours.size());
}

} // namespace

class WindowedProgramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPictureOfTheWindowIsSaved();
    void aPictureThatCannotBeSavedIsStatusOne();
    void aWindowEndsBySignal();
    void aWindowRunsAScenarioToItsEnd();
    void aFileThatCannotBeOpenedIsASentenceAndStatusOne();

private:
    QTemporaryDir folder_;
};

// That of an empty window and that of one with a server are pictures, and differ.
void WindowedProgramTest::aPictureOfTheWindowIsSaved()
{
    const QString empty = folder_.filePath(u"empty.png"_s);
    const QString serving = folder_.filePath(u"serving.png"_s);
    WindowedProgram nothing({u"--screenshot"_s, empty});
    WindowedProgram server({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--screenshot"_s, serving});
    QCOMPARE(nothing.waitForEnd(), 0);
    QCOMPARE(server.waitForEnd(), 0);
    for (const QString &path : {empty, serving}) {
        QCOMPARE(QImageReader::imageFormat(path), QByteArray("png"));
        const QImage image(path);
        QVERIFY(image.width() >= 800 && image.height() >= 500);
        QVERIFY2(coloursOf(image) >= 30, qPrintable(QString::number(coloursOf(image))));
    }
    QCOMPARE(QImage(empty).size(), QImage(serving).size());
    QVERIFY(QImage(empty) != QImage(serving));
}

void WindowedProgramTest::aPictureThatCannotBeSavedIsStatusOne()
{
    const QString taken = folder_.filePath(u"folder.png"_s);
    QVERIFY(QDir().mkpath(taken));
    WindowedProgram program({u"--screenshot"_s, taken});
    QCOMPARE(program.waitForEnd(), 1);
}

void WindowedProgramTest::aWindowEndsBySignal()
{
    const QString socket = folder_.filePath(u"echo"_s);
    const QString log = folder_.filePath(u"log.csv"_s);
    WindowedProgram program({u"--serve"_s, u"echo+unix://"_s + socket, u"--export"_s, log});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(socket), patience); // it serves
    QVERIFY(program.signal(SIGTERM));
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY(QFile::exists(log));
    QVERIFY(!QFile::exists(socket));
}

void WindowedProgramTest::aWindowRunsAScenarioToItsEnd()
{
    const QString scenario = folder_.filePath(u"scenario.json"_s);
    QFile file(scenario);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"sessions": [{"url": "echo://127.0.0.1:0"},
        {"url": "lines://127.0.0.1:0?text=a", "limits": ["messages<1"]}]})");
    file.close();
    WindowedProgram program({u"run"_s, scenario});
    QCOMPARE(program.waitForEnd(), 1);
}

// It was all that was asked for: no window is left that could say it.
void WindowedProgramTest::aFileThatCannotBeOpenedIsASentenceAndStatusOne()
{
    const QString gone = folder_.filePath(u"gone.loopscope"_s);
    WindowedProgram program({gone});
    QCOMPARE(program.waitForEnd(), 1);
    const QString errors = program.errors();
    QVERIFY2(errors.count(gone) == 1, qPrintable(errors));
}

QTEST_GUILESS_MAIN(WindowedProgramTest)
#include "WindowedProgramTest.moc"
