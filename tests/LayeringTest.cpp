// SPDX-License-Identifier: GPL-3.0-or-later

// Keeps the plan of the house: who includes whom, which licence heads a file, how long a file may
// be. It reads the source tree, not the build.

#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include <algorithm>
#include <optional>

namespace {

using namespace Qt::StringLiterals;

constexpr int maximalLines = 500;

enum class QtPart {
    None,
    Core,
    Gui
}; // Core: with Network, all that a program without a window has

// A room and what its files may include of ours: names that end in '/' are whole folders.
struct Room {
    QString folder;
    QStringList mayInclude;
    QtPart qt = QtPart::Core;
    QStringList butNot = {}; // folders inside those
};

// The headers of the core that carry what a loop reports, and nothing that runs.
QStringList whatLoopsSay()
{
    return {u"loop/Records.h"_s,       u"loop/Ids.h"_s,     u"loop/Recorder.h"_s,
            u"loop/StreamEncoder.h"_s, u"loop/TlsInfo.h"_s, u"loop/BlockDetector.h"_s};
}

const QList<Room> &rooms() // a room inside another one comes before it
{
    static const QList<Room> list {
        {u"loop/qt/"_s, {u"loop/"_s}},
        {u"loop/tls/"_s, {u"loop/"_s}, QtPart::None, {u"loop/qt/"_s}},
        {u"loop/"_s, {u"loop/"_s}, QtPart::None, {u"loop/qt/"_s, u"loop/tls/"_s}},
        {u"models/files/"_s, {u"models/files/"_s, u"models/text/Tr.h"_s}},
        {u"models/text/"_s, {u"models/text/"_s}},
        {u"models/spec/"_s, {u"models/spec/"_s, u"models/files/"_s, u"models/text/"_s}},
        {u"models/record/"_s,
         QStringList {u"models/record/"_s, u"models/files/"_s, u"models/spec/"_s, u"models/text/"_s}
             + whatLoopsSay()},
        {u"models/export/"_s,
         QStringList {u"models/export/"_s, u"models/record/"_s, u"models/files/"_s,
                      u"models/spec/"_s, u"models/text/"_s}
             + whatLoopsSay()},
        {u"models/"_s, QStringList {u"models/"_s} + whatLoopsSay()},
        {u"ui/"_s, {u"ui/"_s, u"models/"_s}, QtPart::Gui, {u"models/files/"_s}},
        {u"app/engine/"_s,
         {u"app/engine/"_s, u"models/files/"_s, u"models/record/"_s, u"models/spec/"_s,
          u"models/text/"_s, u"loop/"_s}},
        {u"app/window/"_s, {u"app/"_s, u"ui/"_s, u"models/"_s, u"loop/"_s}, QtPart::Gui},
        {u"app/"_s, {u"app/"_s, u"models/"_s, u"loop/"_s}, QtPart::Core, {u"app/window/"_s}},
    };
    return list;
}

std::optional<Room> roomOf(const QString &path)
{
    for (const Room &room : rooms()) {
        if (path.startsWith(room.folder))
            return room;
    }
    return std::nullopt;
}

// What is wrong with one line of the file at `path` (from the root), or "".
QString includeProblem(const QString &path, const QString &line)
{
    static const QRegularExpression ours(u"^\\s*#\\s*include\\s*\"([^\"]+)\""_s);
    static const QRegularExpression theirs(
        u"^\\s*#\\s*include\\s*<(Q[A-Z]\\w*|Qt\\w+/.*|q\\w+\\.h)>"_s);
    const auto room = roomOf(path);
    if (!room)
        return {};
    if (const auto match = theirs.match(line); match.hasMatch()) {
        const QString header = match.captured(1);
        const bool core = header.startsWith(u"QtCore/") || header.startsWith(u"QtNetwork/");
        return room->qt == QtPart::Gui || (core && room->qt == QtPart::Core)
            ? QString()
            : u"%1 may not include Qt's %2"_s.arg(path, header);
    }
    const auto match = ours.match(line);
    if (!match.hasMatch() || match.captured(1).endsWith(u".moc"))
        return {};
    const QString target = match.captured(1);
    const bool backwards
        = std::any_of(room->butNot.begin(), room->butNot.end(),
                      [&target](const QString &folder) { return target.startsWith(folder); });
    for (const QString &allowed : room->mayInclude) {
        if (!backwards && (allowed.endsWith(u'/') ? target.startsWith(allowed) : target == allowed))
            return {};
    }
    return u"%1 may not include \"%2\""_s.arg(path, target);
}

// Files are read by BoundedFile and written by CheckedFile, and by nothing else of the program.
QString fileProblem(const QString &path, const QString &line)
{
    static const QRegularExpression around(
        u"\\bQSaveFile\\b|\\bQTemporaryFile\\b|\\bQFile\\s+\\w+|\\bQFile\\s*[({]"
        "|\\bstd::(basic_)?[io]?f(stream|ilebuf)\\b|\\bf(re)?open\\s*\\(|(?<!\\w)::(open|creat)\\s*"
        "\\("
        "|\\bfromPath\\s*\\("_s);
    const bool program
        = path.startsWith(u"models/") || path.startsWith(u"ui/") || path.startsWith(u"app/");
    if (!program || path.startsWith(u"models/files/") || line.contains(u"(\"/dev/null\", "))
        return {};
    const auto match = around.match(line);
    return match.hasMatch() ? u"%1 goes around models/files: %2"_s.arg(path, match.captured())
                            : QString();
}

// TLS is loop/tls's, over every driver. Qt's socket only lends its words for modes.
QString socketProblem(const QString &path, const QString &line)
{
    static const QRegularExpression theirs(u"\\bQSsl(Server|Socket)\\b(?!::|'s)"_s);
    return theirs.match(line).hasMatch()
        ? u"%1 encrypts by Qt; use loop/tls: %2"_s.arg(path, line.trimmed())
        : QString();
}

// Text from outside is data: what guesses whether it is HTML is made in ui/PlainLabel alone. And of
// a selection, RowView tells, at a cost that does not grow with it. And numbers come as numbers:
// what was put into words for people is in their language, and not read again.
QString guessingProblem(const QString &path, const QString &line)
{
    static const QRegularExpression guesses(
        u"\\bnew "
        u"QLabel\\b|\\bQLabel\\s+\\w+\\s*[({]|\\bset(ToolTip|WhatsThis|TextFormat|Html)\\s*\\("
        "|\\bselected(Rows|Indexes)\\s*\\("
        "|\\.(section|toDouble|toFloat)\\s*\\("
        "|QToolTip::showText\\((?!.*toolTip\\(\\))|\\baddRow\\((tr\\(|QString)"
        "|QMessageBox::(about|information|question|warning|critical)\\s*\\("_s);
    if (!path.startsWith(u"ui/") || path.startsWith(u"ui/PlainLabel."))
        return {};
    const auto match = guesses.match(line);
    return match.hasMatch()
        ? u"%1 guesses, lists or reads words; use ui/PlainLabel.h, ui/RowView.h: %2"_s.arg(
            path, line.trimmed())
        : QString();
}

// A dialog that Qt makes has labels of its own.
QString dialogProblem(const QString &path, const QString &text)
{
    static const QRegularExpression made(u"\\bnew Q(Message|Input|File|Progress)(Box|Dialog)\\b"_s);
    if (!path.startsWith(u"ui/") || text.count(made) <= text.count(u"showPlainText("_s))
        return {};
    return u"%1 makes a dialog of Qt's without showPlainText()"_s.arg(path);
}

// Models are called from the threads that read and write for them.
QString callProblem(const QString &path, const QString &text)
{
    if (!path.startsWith(u"models/") || path == u"models/record/CallLater.h"
        || !text.contains(u"QMetaObject::invokeMethod("_s))
        return {};
    return u"%1 calls invokeMethod(); use callLater(), models/record/CallLater.h"_s.arg(path);
}

QString licenceProblem(const QString &path, const QString &firstLines)
{
    const QString licence = path.startsWith(u"loop/") ? u"MIT"_s : u"GPL-3.0-or-later"_s;
    if (firstLines.contains(u"SPDX-License-Identifier: "_s + licence + u'\n'))
        return {};
    return u"%1 is not headed by SPDX-License-Identifier: %2"_s.arg(path, licence);
}

QString lengthProblem(const QString &path, const QString &text)
{
    const qsizetype lines = text.count(u'\n');
    return lines <= maximalLines
        ? QString()
        : u"%1 has %2 lines; %3 are enough"_s.arg(path).arg(lines).arg(maximalLines);
}

// Paths from the root of every file under `folders` whose name fits one of `patterns`.
QStringList files(const QStringList &folders, const QStringList &patterns)
{
    const QDir root(QStringLiteral(LOOPSCOPE_SOURCE_DIR));
    QStringList found;
    for (const QString &folder : folders) {
        QDirIterator it(root.filePath(folder), patterns, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            found << root.relativeFilePath(it.next());
    }
    found.sort();
    return found;
}

QString read(const QString &path)
{
    QFile file(QStringLiteral(LOOPSCOPE_SOURCE_DIR "/") + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class LayeringTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyIncludeFollowsAnArrow();
    void everyFileIsHeadedByItsLicence();
    void noSourceFileIsTooLong();
    void everyFileIsReadAndWrittenInOnePlace();
    void aWayAroundIsFound_data();
    void aWayAroundIsFound();
    void everyTestIsBuilt();
    void noLabelGuessesWhatItShows();
    void callsFromOtherThreadsAreHandedOver();
    void whatEncryptsIsTheCore();
    void aGuessIsFound_data();
    void aGuessIsFound();
    void aWrongIncludeIsFound_data();
    void aWrongIncludeIsFound();
};

void LayeringTest::everyIncludeFollowsAnArrow()
{
    QStringList problems;
    const QStringList sources
        = files({u"loop"_s, u"models"_s, u"ui"_s, u"app"_s}, {u"*.h"_s, u"*.cpp"_s});
    QVERIFY(!sources.isEmpty());
    for (const QString &path : sources) {
        const QStringList lines = read(path).split(u'\n');
        for (const QString &line : lines) {
            if (const QString problem = includeProblem(path, line); !problem.isEmpty())
                problems << problem;
        }
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
}

void LayeringTest::everyFileIsReadAndWrittenInOnePlace()
{
    QStringList problems;
    for (const QString &path : files({u"models"_s, u"ui"_s, u"app"_s}, {u"*.h"_s, u"*.cpp"_s})) {
        for (const QString &line : read(path).split(u'\n')) {
            if (const QString problem = fileProblem(path, line); !problem.isEmpty())
                problems << problem;
        }
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
}

void LayeringTest::aWayAroundIsFound_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("wrong");
    QTest::newRow("save file") << u"    QSaveFile file(path);"_s << true;
    QTest::newRow("file") << u"    QFile file(path);"_s << true;
    QTest::newRow("unnamed file") << u"    return QFile(path).exists();"_s << true;
    QTest::newRow("temporary file") << u"    QTemporaryFile made(pattern);"_s << true;
    QTest::newRow("stream") << u"    std::ofstream out(path);"_s << true;
    QTest::newRow("C") << u"    std::FILE *f = std::fopen(path, \"w\");"_s << true;
    QTest::newRow("POSIX") << u"    const int fd = ::open(path, O_RDONLY);"_s << true;
    QTest::newRow("certificates") << u"    QSslCertificate::fromPath(path)"_s << true;
    QTest::newRow("a name") << u"    QFile::encodeName(path)"_s << false;
    QTest::newRow("a member") << u"    void ConnectionModel::open(int row)"_s << false;
    QTest::newRow("a dialog") << u"    new QFileDialog(this)"_s << false;
}

void LayeringTest::aWayAroundIsFound()
{
    QFETCH(QString, line);
    QFETCH(bool, wrong);
    for (const QString &room : {u"models/A.cpp"_s, u"ui/A.cpp"_s, u"app/engine/A.cpp"_s})
        QCOMPARE(!fileProblem(room, line).isEmpty(), wrong);
    QVERIFY(fileProblem(u"models/files/A.cpp"_s, line).isEmpty());
}

void LayeringTest::everyFileIsHeadedByItsLicence()
{
    QStringList problems;
    const QStringList sources
        = files({u"loop"_s, u"models"_s, u"ui"_s, u"app"_s, u"tests"_s, u"resources"_s},
                {u"*.h"_s, u"*.cpp"_s, u"*.py"_s, u"CMakeLists.txt"_s});
    for (const QString &path : sources) {
        const QStringList lines = read(path).split(u'\n').mid(0, 3);
        if (const QString problem = licenceProblem(path, lines.join(u'\n') + u'\n');
            !problem.isEmpty())
            problems << problem;
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    QVERIFY(!licenceProblem(u"loop/A.h"_s, u"// SPDX-License-Identifier: GPL-3.0-or-later\n"_s)
                 .isEmpty());
    QVERIFY(!licenceProblem(u"app/A.h"_s, u"#pragma once\n"_s).isEmpty());
}

void LayeringTest::noSourceFileIsTooLong()
{
    QStringList problems;
    const QStringList sources
        = files({u"loop"_s, u"models"_s, u"ui"_s, u"app"_s, u"tests"_s}, {u"*.cpp"_s});
    QVERIFY(sources.size() > 100);
    qsizetype lines = 0;
    for (const QString &path : sources) {
        const QString text = read(path);
        lines += text.count(u'\n');
        problems << lengthProblem(path, text);
    }
    problems.removeAll(QString());
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    QVERIFY(lines > 100 * sources.size() / 2); // they were read
    QVERIFY(lengthProblem(u"a.cpp"_s, QString(500, u'\n')).isEmpty());
    QVERIFY(!lengthProblem(u"a.cpp"_s, QString(501, u'\n')).isEmpty());
}

// One that no CMakeLists.txt names is a file that nobody runs.
void LayeringTest::everyTestIsBuilt()
{
    QString built;
    for (const QString &path : files({u"tests"_s}, {u"CMakeLists.txt"_s}))
        built += read(path);
    const QStringList tests = files({u"tests"_s}, {u"*Test.cpp"_s});
    QVERIFY(tests.size() > 100);
    QStringList left;
    for (const QString &path : tests) {
        const QString name = path.section(u'/', -1).chopped(4);
        const QRegularExpression word(u"\\b%1\\b"_s.arg(name));
        if (!built.contains(word))
            left << path;
    }
    QVERIFY2(left.isEmpty(), qPrintable(left.join(u'\n')));
}

void LayeringTest::noLabelGuessesWhatItShows()
{
    QStringList problems;
    for (const QString &path : files({u"ui"_s}, {u"*.h"_s, u"*.cpp"_s})) {
        const QString text = read(path);
        problems << dialogProblem(path, text);
        for (const QString &line : text.split(u'\n'))
            problems << guessingProblem(path, line);
    }
    problems.removeAll(QString());
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    QVERIFY(!dialogProblem(u"ui/A.cpp"_s, u"auto *a = new QMessageBox(b);"_s).isEmpty());
    QVERIFY(dialogProblem(u"ui/A.cpp"_s, u"new QFileDialog(b); showPlainText(*a);"_s).isEmpty());
}

void LayeringTest::callsFromOtherThreadsAreHandedOver()
{
    QStringList problems;
    for (const QString &path : files({u"models"_s}, {u"*.h"_s, u"*.cpp"_s}))
        problems << callProblem(path, read(path));
    problems.removeAll(QString());
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    const QString call = u"QMetaObject::invokeMethod(this, call, Qt::QueuedConnection);"_s;
    QVERIFY(!callProblem(u"models/A.cpp"_s, call).isEmpty());
    QVERIFY(callProblem(u"ui/A.cpp"_s, call).isEmpty()); // of one thread
}

void LayeringTest::whatEncryptsIsTheCore()
{
    QStringList problems;
    for (const QString &path :
         files({u"loop"_s, u"models"_s, u"ui"_s, u"app"_s}, {u"*.h"_s, u"*.cpp"_s})) {
        for (const QString &line : read(path).split(u'\n'))
            problems << socketProblem(path, line);
    }
    problems.removeAll(QString());
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    QVERIFY(!socketProblem(u"A.h"_s, u"#include <QtNetwork/QSslSocket>"_s).isEmpty());
    QVERIFY(!socketProblem(u"A.cpp"_s, u"    QSslServer server;"_s).isEmpty());
    QVERIFY(socketProblem(u"A.cpp"_s, u"    if (mode == QSslSocket::VerifyNone)"_s).isEmpty());
}

void LayeringTest::aGuessIsFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("wrong");
    const QString file = u"ui/A.cpp"_s;
    QTest::newRow("a label") << file << u"    auto *a = new QLabel(this);"_s << true;
    QTest::newRow("a label on the stack") << file << u"    QLabel label(text);"_s << true;
    QTest::newRow("a plain label") << file << u"    auto *a = new PlainLabel(this);"_s << false;
    QTest::newRow("a pointer") << file << u"    QLabel *title_;"_s << false;
    QTest::newRow("a tool tip") << file << u"    a->setToolTip(text);"_s << true;
    QTest::newRow("an escaped tip") << file << u"    setTip(*a, text);"_s << false;
    QTest::newRow("what's this") << file << u"    a->setWhatsThis (text);"_s << true;
    QTest::newRow("a format") << file << u"    a->setTextFormat(Qt::RichText);"_s << true;
    QTest::newRow("a shown tip") << file << u"    QToolTip::showText(at, text, this);"_s << true;
    QTest::newRow("a row") << file << u"    form->addRow(tr(\"A\"), a);"_s << true;
    QTest::newRow("a figure out of words") << file << u"    detail.section(u',', 0, 0);"_s << true;
    QTest::newRow("a number out of words") << file << u"    cell.toString().toDouble();"_s << true;
    QTest::newRow("rows one by one")
        << file << u"    view->selectionModel()->selectedRows();"_s << true;
    QTest::newRow("a row of a label") << file << u"    form->addRow(caption, a);"_s << false;
    QTest::newRow("a box") << file << u"    QMessageBox::warning(this, a, b);"_s << true;
    QTest::newRow("where it is made")
        << u"ui/PlainLabel.cpp"_s << u"    setTextFormat(Qt::PlainText);"_s << false;
    QTest::newRow("not of the window") << u"app/A.cpp"_s << u"    new QLabel(this);"_s << false;
}

void LayeringTest::aGuessIsFound()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    QFETCH(bool, wrong);
    QCOMPARE(!guessingProblem(path, line).isEmpty(), wrong);
}

void LayeringTest::aWrongIncludeIsFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("wrong");

    QTest::newRow("core, core") << u"loop/Task.h"_s << u"#include \"loop/Ids.h\""_s << false;
    QTest::newRow("core, system") << u"loop/Task.cpp"_s << u"#include <sys/epoll.h>"_s << false;
    QTest::newRow("core, Qt class") << u"loop/Task.h"_s << u"#include <QString>"_s << true;
    QTest::newRow("core, Qt module") << u"loop/Task.h"_s << u"#include <QtCore/QString>"_s << true;
    QTest::newRow("core, its Qt part")
        << u"loop/Task.h"_s << u"#include \"loop/qt/QtDriver.h\""_s << true;
    QTest::newRow("core, TLS") << u"loop/Task.h"_s << u"#include \"loop/tls/TlsContext.h\""_s
                               << true;
    QTest::newRow("TLS, core") << u"loop/tls/A.h"_s << u"#include \"loop/Task.h\""_s << false;
    QTest::newRow("TLS, Qt class") << u"loop/tls/A.h"_s << u"#include <QString>"_s << true;
    QTest::newRow("TLS, core in Qt")
        << u"loop/tls/A.h"_s << u"#include \"loop/qt/QtDriver.h\""_s << true;
    QTest::newRow("core in Qt, TLS")
        << u"loop/qt/A.h"_s << u"#include \"loop/tls/TlsContext.h\""_s << false;
    QTest::newRow("core, models") << u"loop/Task.h"_s << u"#include \"models/Roles.h\""_s << true;
    QTest::newRow("core in Qt, core") << u"loop/qt/A.h"_s << u"#include \"loop/Task.h\""_s << false;
    QTest::newRow("core in Qt, Qt") << u"loop/qt/A.h"_s << u"#include <QtCore/QObject>"_s << false;
    QTest::newRow("core in Qt, app") << u"loop/qt/A.h"_s << u"#include \"app/A.h\""_s << true;
    QTest::newRow("models, records")
        << u"models/A.h"_s << u"#include \"loop/Records.h\""_s << false;
    QTest::newRow("models, tasks") << u"models/A.h"_s << u"#include \"loop/Task.h\""_s << true;
    QTest::newRow("models, ui") << u"models/A.h"_s << u"# include \"ui/A.h\""_s << true;
    QTest::newRow("text, spec") << u"models/text/A.h"_s << u"#include \"models/spec/Limit.h\""_s
                                << true;
    QTest::newRow("spec, text") << u"models/spec/A.h"_s << u"#include \"models/text/Format.h\""_s
                                << false;
    QTest::newRow("spec, record") << u"models/spec/A.h"_s << u"#include \"models/record/Feed.h\""_s
                                  << true;
    QTest::newRow("spec, records")
        << u"models/spec/A.h"_s << u"#include \"loop/Records.h\""_s << true;
    QTest::newRow("record, spec") << u"models/record/A.h"_s << u"#include \"models/spec/Limit.h\""_s
                                  << false;
    QTest::newRow("record, models")
        << u"models/record/A.h"_s << u"#include \"models/Roles.h\""_s << true;
    QTest::newRow("models, record")
        << u"models/A.h"_s << u"#include \"models/record/Feed.h\""_s << false;
    QTest::newRow("engine, core") << u"app/engine/A.h"_s << u"#include \"loop/Task.h\""_s << false;
    QTest::newRow("engine, models")
        << u"app/engine/A.h"_s << u"#include \"models/Roles.h\""_s << true;
    QTest::newRow("engine, ui") << u"app/engine/A.h"_s << u"#include \"ui/Theme.h\""_s << true;
    QTest::newRow("engine, program")
        << u"app/engine/A.h"_s << u"#include \"app/Program.h\""_s << true;
    QTest::newRow("engine, a widget")
        << u"app/engine/A.h"_s << u"#include <QtWidgets/QWidget>"_s << true;
    QTest::newRow("app, window") << u"app/A.h"_s << u"#include \"app/window/Window.h\""_s << true;
    QTest::newRow("app, ui") << u"app/A.h"_s << u"#include \"ui/Theme.h\""_s << true;
    QTest::newRow("app, a widget") << u"app/A.h"_s << u"#include <QtWidgets/QWidget>"_s << true;
    QTest::newRow("app, network") << u"app/A.h"_s << u"#include <QtNetwork/QSslKey>"_s << false;
    QTest::newRow("window, app") << u"app/window/A.h"_s << u"#include \"app/Face.h\""_s << false;
    QTest::newRow("window, ui") << u"app/window/A.h"_s << u"#include \"ui/Theme.h\""_s << false;
    QTest::newRow("window, a widget")
        << u"app/window/A.h"_s << u"#include <QtWidgets/QWidget>"_s << false;
    QTest::newRow("models, a widget")
        << u"models/A.h"_s << u"#include <QtWidgets/QWidget>"_s << true;
    QTest::newRow("app, engine") << u"app/A.h"_s << u"#include \"app/engine/NetThread.h\""_s
                                 << false;
    QTest::newRow("ui, models") << u"ui/A.h"_s << u"#include \"models/Roles.h\""_s << false;
    QTest::newRow("ui, files") << u"ui/A.cpp"_s << u"#include \"models/files/CheckedFile.h\""_s
                               << true;
    QTest::newRow("ui, records") << u"ui/A.h"_s << u"#include \"loop/Records.h\""_s << true;
    QTest::newRow("ui, app") << u"ui/sub/A.h"_s << u"#include \"app/A.h\""_s << true;
    QTest::newRow("ui, bare name") << u"ui/A.cpp"_s << u"#include \"A.h\""_s << true;
    QTest::newRow("app, core in Qt")
        << u"app/A.h"_s << u"#include \"loop/qt/QtDriver.h\""_s << false;
    QTest::newRow("a moc file") << u"ui/A.cpp"_s << u"#include \"A.moc\""_s << false;
}

void LayeringTest::aWrongIncludeIsFound()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    QFETCH(bool, wrong);
    QCOMPARE(!includeProblem(path, line).isEmpty(), wrong);
}

QTEST_GUILESS_MAIN(LayeringTest)
#include "LayeringTest.moc"
