// SPDX-License-Identifier: GPL-3.0-or-later

// What a network tester does with the program, step by step, with a real client: and the window is
// closed in the middle of each. Whatever is under way then, the program ends, and soon.

#include "tests/app/window/Opened.h"

#include "ui/Actions.h"
#include "ui/FaultRow.h"
#include "ui/FaultsTab.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/NewSessionDialog.h"
#include "ui/RewindBar.h"
#include "ui/RewindTrack.h"
#include "ui/SettingsDialog.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>

#include <functional>

using namespace Qt::StringLiterals;
using ui::RecordTabs;

namespace {

// Who works with the window. Each step begins where the one before ended; "" or what went wrong.
class Person {
public:
    using Step = QString (Person::*)();

    ~Person()
    {
        for (const auto &client : clients_) {
            client->kill();
            client->waitForFinished(patience);
        }
    }

    QString startsAServer()
    {
        opened.press(*window().actions().newServer);
        auto *dialog = window().findChild<ui::NewSessionDialog *>();
        if (!dialog || !dialog->isVisible())
            return u"there is no dialog"_s;
        QTest::keyClick(dialog, Qt::Key_Return);
        return opened.waitForServer() ? QString() : u"it does not run"_s;
    }
    QString connectsAClient()
    {
        auto &client = *clients_.emplace_back(std::make_unique<QProcess>());
        client.start(u"nc"_s, {u"127.0.0.1"_s, QString::number(opened.port())});
        return until([this] { return rows() == 1; }, u"it is not listed"_s);
    }
    QString findsItByTheFilter()
    {
        QTest::mouseClick(&window().filter(), Qt::LeftButton);
        QTest::keyClicks(&window().filter(), u"role:server port"_s);
        if (!until([this] { return rows() == 0; }, u"-"_s).isEmpty())
            return u"nothing is filtered"_s;
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(&window().filter(), Qt::Key_Backspace);
        return until([this] { return rows() == 1; }, u"it is not found"_s);
    }
    QString inspectsIt()
    {
        click();
        return window().inspector().heading().startsWith(u"Connection") ? QString()
                                                                        : u"not inspected"_s;
    }
    QString injectsAFault()
    {
        opened.press(*window().actions().connectionFaults);
        const ui::FaultsTab &tab = window().inspector().faults();
        if (!tab.isVisible())
            return u"there is no tab"_s;
        for (QAction *action : tab.findChild<QMenu *>()->actions()) {
            if (action->text() == u"corrupt")
                action->trigger();
        }
        return until([this] { return !opened.sessionOf(u"echo"_s).connectionFaults.isEmpty(); },
                     u"it has no fault"_s);
    }
    QString watchesItHit()
    {
        return until(
            [this] {
                clients_.back()->write(QByteArray(200, 'x') + '\n'); // every hundredth byte is hit
                const auto labels = window().inspector().faults().findChildren<QLabel *>();
                return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
                    return label->text().endsWith(u" hits") && label->text() != u"0 hits";
                });
            },
            u"it does not hit"_s);
    }
    QString cancelsTheTask()
    {
        const quint64 task
            = opened.rows(RecordTabs::Connections).index(0, 0).data(models::TaskRole).toULongLong();
        opened.act(RecordTabs::Tasks, *window().actions().cancelTask, task);
        return until([this] { return live() == 0; }, u"its connection lives"_s);
    }
    QString abortsAnother()
    {
        window().tabs().setCurrentIndex(RecordTabs::Connections);
        QTest::mouseClick(&window().filter(), Qt::LeftButton);
        QTest::keyClick(&window().filter(), Qt::Key_Escape);
        auto &client = *clients_.emplace_back(std::make_unique<QProcess>());
        client.start(u"nc"_s, {u"127.0.0.1"_s, QString::number(opened.port())});
        const QString wrong
            = until([this] { return window().tabs().countOf(RecordTabs::Connections) == 1; },
                    u"not there"_s);
        if (!wrong.isEmpty())
            return wrong;
        const QAbstractItemModel &model = opened.rows(RecordTabs::Connections);
        quint64 newest = 0;
        for (int row = 0; row < model.rowCount(); ++row)
            newest = qMax(newest, model.index(row, 0).data(models::IdRole).toULongLong());
        opened.act(RecordTabs::Connections, *window().actions().abortConnection, newest);
        return until([this] { return live() == 0; }, u"its connection lives"_s);
    }
    QString exports()
    {
        const QString path = folder_.filePath(u"log.jsonl"_s);
        Q_EMIT window().exportRequested(path);
        return quits ? QString()
                     : until([path] { return QFile(path).size() > 1000; }, u"nothing is written"_s);
    }
    QString rewinds()
    {
        ui::RewindTrack &track = window().rewind().track();
        const QString wrong
            = until([&track] { return track.history().last - track.history().first > 200'000'000; },
                    u"there is no history"_s);
        if (!wrong.isEmpty())
            return wrong;
        QTest::mouseClick(&track, Qt::LeftButton, {}, {track.width() / 2, track.height() / 2});
        return until([this] { return !window().rewind().showsNow(); }, u"it is still now"_s);
    }
    QString changesTheTheme()
    {
        opened.press(*window().actions().settings);
        auto *dialog = window().findChild<ui::SettingsDialog *>();
        for (QComboBox *box : dialog->findChildren<QComboBox *>()) {
            if (box->accessibleName() == u"Theme")
                QTest::keyClick(box, Qt::Key_End);
        }
        return until([this] { return isDark(window()); }, u"it is not dark"_s);
    }
    QString arrangesTheWindow()
    {
        delete window().findChild<ui::SettingsDialog *>();
        window().findChild<QDockWidget *>(u"dock-activity"_s)->hide();
        window().tabs().setCurrentIndex(RecordTabs::Log);
        return {};
    }

    // As a person does, whatever is open; false: the program does not end.
    [[nodiscard]] bool quit()
    {
        for (QDialog *dialog : window().findChildren<QDialog *>())
            dialog->reject();
        QElapsedTimer time;
        time.start();
        opened.press(*window().actions().quit);
        (void)opened.confirm(u"close-question"_s);
        const bool over = QTest::qWaitFor([this] { return opened.program.isOver(); }, patience);
        return over && time.elapsed() < 5'000;
    }
    static bool isDark(const ui::MainWindow &window)
    {
        return window.palette().color(QPalette::Window).lightness() < 100;
    }

    Opened opened;
    bool quits = false; // in the middle of the step that comes

private:
    [[nodiscard]] ui::MainWindow &window() const { return *opened.window; }
    [[nodiscard]] qint64 live() const { return window().tabs().countOf(RecordTabs::Connections); }
    [[nodiscard]] int rows() const { return opened.rows(RecordTabs::Connections).rowCount(); }
    void click()
    {
        ui::RowView &view = window().tabs().view(RecordTabs::Connections);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                          view.visualRect(view.model()->index(0, 0)).center());
    }
    QString until(const std::function<bool()> &holds, const QString &wrong) const
    {
        return QTest::qWaitFor(holds, patience) ? QString() : wrong;
    }

    QTemporaryDir folder_;
    std::vector<std::unique_ptr<QProcess>> clients_;
};

struct Named {
    const char *name;
    Person::Step step;
};

constexpr Named steps[] {{"starts a server", &Person::startsAServer},
                         {"connects a client", &Person::connectsAClient},
                         {"finds it by the filter", &Person::findsItByTheFilter},
                         {"inspects it", &Person::inspectsIt},
                         {"injects a fault", &Person::injectsAFault},
                         {"watches it hit", &Person::watchesItHit},
                         {"cancels the task", &Person::cancelsTheTask},
                         {"aborts another", &Person::abortsAnother},
                         {"exports", &Person::exports},
                         {"rewinds", &Person::rewinds},
                         {"changes the theme", &Person::changesTheTheme},
                         {"arranges the window", &Person::arrangesTheWindow}};

} // namespace

class WorkflowTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setQuitOnLastWindowClosed(false); }
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_STATE_HOME", folder_->path().toUtf8());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_->path());
    }

    // In two halves: a function has a minute, however busy the machine is.
    void quitsWhileLooking_data() { rows(0, half); }
    void quitsWhileLooking() { quitsAfterAll(); }
    void quitsWhileChanging_data() { rows(half, int(std::size(steps))); }
    void quitsWhileChanging() { quitsAfterAll(); }

    void whatWasArrangedIsThereTheNextTime()
    {
        {
            Person first;
            QCOMPARE(first.startsAServer(), QString());
            QCOMPARE(first.changesTheTheme(), QString());
            QCOMPARE(first.arrangesTheWindow(), QString());
            QVERIFY(first.quit());
        }
        const Opened second;
        QCOMPARE(second.window->tabs().current(), RecordTabs::Log);
        QVERIFY(second.window->findChild<QDockWidget *>(u"dock-activity"_s)->isHidden());
        QVERIFY(Person::isDark(*second.window));
    }

private:
    static constexpr int half = 7; // of the steps

    static void rows(int from, int to)
    {
        QTest::addColumn<int>("last");
        for (int i = from; i < to; ++i)
            QTest::newRow(steps[i].name) << i;
    }
    void quitsAfterAll() const
    {
        QFETCH(const int, last);
        {
            Person person;
            for (int i = 0; i <= last; ++i) {
                person.quits = i == last;
                const QString wrong = (person.*steps[i].step)();
                QVERIFY2(wrong.isEmpty(),
                         qPrintable(QLatin1StringView(steps[i].name) + u": "_s + wrong));
            }
            QVERIFY(person.quit());
        }
        QVERIFY(QDir(folder_->filePath(u"loopscope/recordings"_s))
                    .entryList(QDir::Files | QDir::Hidden)
                    .isEmpty()); // nobody asked for it to stay
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_MAIN(WorkflowTest)
#include "WorkflowTest.moc"
