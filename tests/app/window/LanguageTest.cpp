// SPDX-License-Identifier: GPL-3.0-or-later

// The language of who looks at the window, and that of scripts.

#include "Opened.h"

#include "app/window/Language.h"
#include "models/EventFilter.h"
#include "models/Words.h"
#include "models/spec/KindDocs.h"
#include "models/text/Format.h"
#include "ui/Actions.h"
#include "ui/CellFilter.h"
#include "ui/Inspector.h"
#include "ui/RecordTabs.h"
#include "ui/SessionForm.h"
#include "ui/SettingsDialog.h"
#include "ui/StatusStrip.h"
#include "ui/Theme.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QLocale>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QScopeGuard>
#include <QtCore/QSettings>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenuBar>

#include <algorithm>

using namespace Qt::StringLiterals;

class LanguageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scriptsReadNumbersOfNoLanguage();
    void theWindowSpeaksGerman();
    void wordsOfRecordsAreShownInGermanAndFilteredInTheirOwn();
    void whatStandsBesideAnEventIsGerman_data();
    void whatStandsBesideAnEventIsGerman();
    void aLanguageThatIsChosenIsSpokenAtOnce();
    void theCatalogueIsSpokenThoughItWasMadeBefore();
    void oneIsNotMany();
    void germanHasEveryText();

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

void LanguageTest::theWindowSpeaksGerman()
{
    QVERIFY(app::Language::available().contains(u"de"_s));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
    {
        const Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--language"_s, u"de"_s});
        QCOMPARE(opened.window->tabs().tabText(ui::RecordTabs::Connections), u"&Verbindungen"_s);
        QCOMPARE(opened.window->menuBar()->actions().first()->text(), u"&Datei"_s);
        QCOMPARE(opened.rows(ui::RecordTabs::Connections)
                     .headerData(models::ConnectionColumn::Peer, Qt::Horizontal)
                     .toString(),
                 u"Gegenseite"_s); // columns are made before the window is
        QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"echo"_s).state, models::SessionRecord::Running,
                                  patience);
        QCOMPARE(QLocale().language(), QLocale::German);
    }
    QVERIFY(QLocale().language() != QLocale::German); // it went with the window
    QCOMPARE(QCoreApplication::translate("any", "Sessions"), u"Sessions"_s);
}

namespace {

template <typename Value> QStringList untranslated(Value last)
{
    QStringList same;
    for (int i = 0; i <= int(last); ++i) {
        if (models::wordings::shown(Value(i)) == models::format::text(toString(Value(i))))
            same << models::wordings::shown(Value(i));
    }
    return same;
}

} // namespace

void LanguageTest::wordsOfRecordsAreShownInGermanAndFilteredInTheirOwn()
{
    using namespace models;
    const Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                         u"load://127.0.0.1:0?connections=1&rate=10"_s, u"--language"_s, u"de"_s});
    const QStringList same = untranslated(loop::ConnectionState::Reset)
        + untranslated(loop::Role::Server) + untranslated(loop::TaskState::Cancelled)
        + untranslated(loop::EventKind(int(loop::EventKind::Count) - 1))
        + untranslated(loop::WarningKind(int(loop::WarningKind::Count) - 1));
    QCOMPARE(same, QStringList());

    const auto cell
        = [&](ui::RecordTabs::Tab tab, int column) { return opened.rows(tab).index(0, column); };
    const auto shows = [&](ui::RecordTabs::Tab tab, int column, const QString &words,
                           const QString &filter) {
        opened.window->tabs().setCurrentIndex(tab);
        return QTest::qWaitFor([&] { return cell(tab, column).data().toString() == words; },
                               patience)
            && ui::filterOf(cell(tab, column), opened.window->tabs().filterable(tab).filterKeys())
            == filter;
    };
    using Tabs = ui::RecordTabs;
    QVERIFY(shows(Tabs::Connections, ConnectionColumn::State, u"offen"_s, u"state:open"_s));
    models::Filterable &connections = opened.window->tabs().filterable(Tabs::Connections);
    (void)connections.setFilterText(u"state:closed"_s);
    QTRY_COMPARE(opened.rows(Tabs::Connections).rowCount(), 0);
    (void)connections.setFilterText(u"state:open"_s);
    QTRY_COMPARE(opened.rows(Tabs::Connections).rowCount(), 2);

    (void)opened.window->tabs().filterable(Tabs::Log).setFilterText(u"verbunden"_s);
    QVERIFY(shows(Tabs::Log, LogColumn::Event, u"verbunden"_s, u"event:connect"_s));
    const QString detail = cell(Tabs::Log, LogColumn::Detail).data().toString();
    QVERIFY2(detail.startsWith(u"verbunden mit 127.0.0.1:")
                 || detail.startsWith(u"angenommen von "),
             qPrintable(detail));
    const QString filter
        = ui::filterOf(cell(Tabs::Log, LogColumn::Detail), EventFilter::keys()); // finds its row
    (void)opened.window->tabs().filterable(Tabs::Log).setFilterText(filter);
    QVERIFY2(shows(Tabs::Log, LogColumn::Detail, detail, filter), qPrintable(filter));
}

// What the core writes beside an event is known here word by word: one that changes is English.
void LanguageTest::whatStandsBesideAnEventIsGerman_data()
{
    using K = loop::EventKind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("english");
    QTest::addColumn<QString>("german");
    const auto add = [](K kind, const QString &english, const QString &german) {
        QTest::newRow(qPrintable(english)) << int(kind) << english << german;
    };
    add(K::Connect, u"accepted from [::1]:5"_s, u"angenommen von [::1]:5"_s);
    add(K::Connect, u"connected to %2 %1"_s, u"verbunden mit %2 %1"_s);
    add(K::Connect, u"first datagram: 127.0.0.1:5"_s, u"erstes Datagramm: 127.0.0.1:5"_s);
    add(K::Pause, u"write buffer 70000 B > high 65536 B"_s,
        u"Schreibpuffer 70000 B > obere Marke 65536 B"_s);
    add(K::Resume, u"write buffer 1 B <= low 16384 B"_s,
        u"Schreibpuffer 1 B <= untere Marke 16384 B"_s);
    add(K::Close, u"3 in, 4 out"_s, u"3 empfangen, 4 gesendet"_s);
    add(K::Close, u"aborted, 3 in, 4 out"_s, u"abgebrochen, 3 empfangen, 4 gesendet"_s);
    add(K::TaskEnd, u"done"_s, u"fertig"_s);
    add(K::TaskEnd, u"cancelled"_s, u"abgebrochen"_s);
    add(K::TaskEnd, u"failed: no\nroute"_s, u"gescheitert: no\nroute"_s);
    add(K::TaskEnd, u"destroyed while pending"_s, u"zerstört, bevor sie fertig war"_s);
    add(K::Session, u"echo 127.0.0.1:5 starts"_s, u"echo 127.0.0.1:5 startet"_s);
    add(K::Session, u"echo 127.0.0.1:5 runs"_s, u"echo 127.0.0.1:5 läuft"_s);
    add(K::Session, u"echo 127.0.0.1:5 is stopping"_s, u"echo 127.0.0.1:5 hält an"_s);
    add(K::Session, u"echo 127.0.0.1:5 stopped"_s, u"echo 127.0.0.1:5 angehalten"_s);
    add(K::Session, u"faults: none"_s, u"Störungen: keine"_s);
    add(K::Session, u"faults here: delay 5ms"_s, u"Störungen hier: delay 5ms"_s);
    add(K::Connect, u"done"_s, u"done"_s); // it is of another kind
    add(K::Error, u"Connection reset by peer"_s, u"Connection reset by peer"_s);
}

void LanguageTest::whatStandsBesideAnEventIsGerman()
{
    QFETCH(int, kind);
    QFETCH(QString, english);
    QFETCH(QString, german);
    QCOMPARE(models::wordings::detail(loop::EventKind(kind), english), english);
    const app::Language spoken(u"de"_s);
    QCOMPARE(models::wordings::detail(loop::EventKind(kind), english), german);
    const models::format::Spelling plain(models::format::Spelling::Plain); // as scripts have it
    QCOMPARE(models::wordings::detail(loop::EventKind(kind), english), english);
}

namespace {

// What the window says that does not change by itself: its actions, captions, names and hints.
QStringList wordsOf(const ui::MainWindow &window)
{
    QStringList words;
    for (const QAction *action : window.findChildren<QAction *>())
        words << u"action "_s + action->text() + u" | "_s + action->toolTip();
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        words << u"name "_s + widget->accessibleName() << u"what "_s + widget->whatsThis();
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            words << u"button "_s + button->text();
        if (const auto *field = qobject_cast<const QLineEdit *>(widget))
            words << u"hint "_s + field->placeholderText();
        if (const auto *box = qobject_cast<const QComboBox *>(widget)) {
            for (int i = 0; i < box->count(); ++i)
                words << u"choice "_s + box->itemText(i);
        }
        const auto *view = qobject_cast<const ui::RowView *>(widget);
        for (int column = 0; view && column < view->model()->columnCount(); ++column)
            words << u"column "_s + view->model()->headerData(column, Qt::Horizontal).toString();
    }
    words.removeIf([](const QString &each) {
        return std::any_of(each.begin(), each.end(), [](QChar c) { return c.isDigit(); });
    });
    words.sort();
    words.removeDuplicates();
    return words;
}

// In the order of views and columns.
QStringList captionsOf(const ui::MainWindow &window)
{
    QStringList captions;
    for (int tab = 0; tab < ui::RecordTabs::Timeline; ++tab) {
        const QAbstractItemModel &rows = *window.tabs().view(ui::RecordTabs::Tab(tab)).model();
        for (int column = 0; column < rows.columnCount(); ++column)
            captions << rows.headerData(column, Qt::Horizontal).toString();
    }
    return captions;
}

} // namespace

// All of it, in the window that is there, and what was looked at is looked at still.
void LanguageTest::aLanguageThatIsChosenIsSpokenAtOnce()
{
    const QTemporaryDir folder;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    const QStringList arguments {u"--serve"_s, u"echo://127.0.0.1:0"_s};
    QStringList switched;
    {
        const Opened opened(arguments);
        ui::MainWindow &window = *opened.window;
        QVERIFY(opened.waitForServer());
        const quint64 session = opened.sessionOf(u"echo"_s).id.value;
        opened.actOnSession(session, *window.actions().settings);
        window.tabs().setCurrentIndex(ui::RecordTabs::Tasks);
        window.showNotice(u"It was said before"_s, true);
        const QString heading = window.inspector().heading();
        QStringList captions = captionsOf(window); // which are seen, and not to be kept
        const QSize sessions = window.sessions().size(), views = window.tabs().size();
        QVERIFY(!heading.isEmpty());
        auto *dialog = window.findChild<ui::SettingsDialog *>();
        QVERIFY(dialog);
        QComboBox *languages = nullptr;
        for (QComboBox *box : dialog->findChildren<QComboBox *>()) {
            if (box->accessibleName() == u"Language")
                languages = box;
        }
        QVERIFY(languages && languages->itemData(languages->count() - 1) == u"de"_s);
        QTest::keyClick(languages, Qt::Key_End);
        QTRY_COMPARE_WITH_TIMEOUT(window.tabs().tabText(ui::RecordTabs::Connections),
                                  u"&Verbindungen"_s, patience);
        QCOMPARE(window.tabs().current(), ui::RecordTabs::Tasks);
        for (QString &each : captions)
            each = QCoreApplication::translate("any", each.toUtf8().constData());
        QCOMPARE(captionsOf(window), captions);
        QTRY_COMPARE(window.sessions().size(), sessions); // where things are, they stay
        QCOMPARE(window.tabs().size(), views);
        QCOMPARE(window.sessions().currentSession(), session);
        QCOMPARE(window.inspector().heading(), heading);
        QCOMPARE(window.strip().notice(), u"It was said before"_s);
        dialog = window.findChild<ui::SettingsDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->windowTitle(), u"Einstellungen"_s);
        delete dialog;
        window.tabs().setCurrentIndex(ui::RecordTabs::Connections);
        window.inspector().showNothing();
        switched = wordsOf(window);
        // It goes on: what is asked of the new parts happens.
        opened.actOnSession(session, *window.actions().stop);
        QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"echo"_s).state, models::SessionRecord::Stopped,
                                  patience);
    }
    const Opened german(arguments); // it was remembered
    QVERIFY(german.waitForServer());
    german.actOnSession(german.sessionOf(u"echo"_s).id.value, *german.window->actions().settings);
    delete german.window->findChild<ui::SettingsDialog *>();
    german.window->inspector().showNothing();
    german.window->showNotice(u"It was said before"_s, true);
    QCOMPARE(QLocale().language(), QLocale::German);
    const QStringList words = wordsOf(*german.window);
    for (const QString &each : words)
        QVERIFY2(switched.contains(each), qPrintable(u"only at the start: "_s + each));
    for (const QString &each : std::as_const(switched))
        QVERIFY2(words.contains(each), qPrintable(u"only after the change: "_s + each));
}

// The command line is read, and the catalogue made, before the language is known.
void LanguageTest::theCatalogueIsSpokenThoughItWasMadeBefore()
{
    const QList<models::SessionKind> &kinds = models::sessionKinds();
    const app::Language german(u"de"_s);
    for (const models::SessionKind &kind : kinds) {
        QVERIFY2(models::spoken(kind.description) != kind.description, qPrintable(kind.name));
        ui::Theme theme(*qApp);
        ui::SessionForm form(theme, kind.role, nullptr);
        form.setKind(kind.name);
        const auto labels = form.findChildren<QLabel *>();
        for (const models::SessionOption &option : kind.options) {
            for (const QLabel *label : labels)
                QVERIFY2(!label->text().startsWith(option.description), qPrintable(label->text()));
        }
    }
}

void LanguageTest::oneIsNotMany()
{
    const auto errors
        = [](int count) { return QCoreApplication::translate("any", "%n errors", nullptr, count); };
    {
        const app::Language english(u"en"_s);
        QCOMPARE(errors(1), u"1 error"_s);
        QCOMPARE(errors(2), u"2 errors"_s);
    }
    const app::Language german(u"de"_s);
    const auto sessions = [](int count) {
        return QCoreApplication::translate("any", "%n session(s) are running. Stop them and close?",
                                           nullptr, count);
    };
    QVERIFY(sessions(1).startsWith(u"1 Sitzung läuft"_s));
    QVERIFY(sessions(3).startsWith(u"3 Sitzungen laufen"_s));
    const models::format::Spelling plain(models::format::Spelling::Plain); // as scripts have it
    QCOMPARE(QCoreApplication::translate("any", "Sessions"), u"Sessions"_s);
}

// A text that was added since is English in the German window until it is translated; of more than
// a few that is no window any more.
void LanguageTest::germanHasEveryText()
{
    if (QStandardPaths::findExecutable(u"lupdate"_s).isEmpty()
        && !QFileInfo::exists(u"/usr/lib/qt6/bin/lupdate"_s))
        QSKIP("lupdate is not installed");
    QProcess check;
    check.start(
        u"python3"_s,
        {QStringLiteral(LOOPSCOPE_SOURCE_DIR) + u"/installer/translations"_s, u"--check"_s});
    QVERIFY(check.waitForFinished(patience));
    const QStringList missing
        = QString::fromUtf8(check.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &text : missing)
        qWarning("not translated: %s", qPrintable(text));
    QVERIFY2(missing.size() <= 30, qPrintable(QString::number(missing.size())));
}

QTEST_MAIN(LanguageTest)
#include "LanguageTest.moc"
