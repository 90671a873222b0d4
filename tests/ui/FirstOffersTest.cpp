// SPDX-License-Identifier: GPL-3.0-or-later

// What the window does by itself before a person chose anything: its size, what a new session is
// offered, and that what was just started is selected.

#include "models/spec/SessionUrl.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/Inspector.h"
#include "ui/NewSessionDialog.h"
#include "ui/RowView.h"
#include "ui/SessionForm.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsKeys.h"

#include <QtGui/QAction>
#include <QtGui/QScreen>

class FirstOffersTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void theFirstWindowFitsItsScreen()
    {
        const ui::MainWindow first(*theme_, scene_->all(), *settings_);
        const QSize room = first.screen()->availableSize();
        QVERIFY2(first.width() < room.width() && first.height() < room.height(), // and its frame
                 qPrintable(QStringLiteral("%1x%2").arg(first.width()).arg(first.height())));
    }

    void aSessionThatAPersonStartsIsSelected()
    {
        const auto begin = [this](quint64 id) {
            models::SessionRecord record;
            record.id.value = id;
            record.server = true;
            record.url = *models::parseSessionUrl(QStringLiteral("echo://127.0.0.1:8881")).url;
            record.kind = record.url.kind;
            record.state = models::SessionRecord::Starting;
            scene_->sessions.setSession(record);
        };
        begin(40);
        QCOMPARE(window_->sessions().currentSession(), 0U); // of the command line, say
        window_->actions().newServer->trigger();
        window_->findChild<ui::NewSessionDialog *>()->accept();
        begin(40); // which was there
        QCOMPARE(window_->sessions().currentSession(), 0U);
        begin(41);
        QCOMPARE(window_->sessions().currentSession(), 41U);
        QCOMPARE(window_->inspector().subjectId(), 41U);
        begin(42); // nobody asked for it here
        QCOMPARE(window_->sessions().currentSession(), 41U);
    }

    // Who starts it looks at it: the Inspector shows what Sessions selects.
    void aSessionThatIsStartedIsInspectedInPlaceOfWhatWas()
    {
        scene_->fill(3);
        QVERIFY(window_->tabs().view(ui::RecordTabs::Connections).selectId(1842));
        window_->actions().newServer->trigger();
        window_->findChild<ui::NewSessionDialog *>()->accept();
        models::SessionRecord record;
        record.id.value = 50;
        record.server = true;
        record.url = *models::parseSessionUrl(QStringLiteral("echo://127.0.0.1:8881")).url;
        record.kind = record.url.kind;
        record.state = models::SessionRecord::Starting;
        scene_->sessions.setSession(record);
        QCOMPARE(window_->sessions().currentSession(), 50U);
        QCOMPARE(window_->inspector().subject(), models::Inspection::Subject::Session);
        QCOMPARE(window_->inspector().subjectId(), 50U);
    }

    void theAddressOfNewServersIsNotThatOfClients()
    {
        settings_->setValue(ui::settings::newAddress(), QStringLiteral("::1"));
        for (const auto role : {models::SessionRole::Server, models::SessionRole::Client}) {
            window_->openNewSession(role);
            auto *dialog = window_->findChild<ui::NewSessionDialog *>();
            const bool server = role == models::SessionRole::Server;
            QCOMPARE(dialog->form().url().host,
                     server ? QStringLiteral("::1") : QStringLiteral("127.0.0.1"));
            delete dialog;
        }
    }

    void aClientIsOfferedTheNewestServerThatRuns()
    {
        using State = models::SessionRecord::State;
        const auto offered = [this](quint64 id, const char *running, State state) {
            models::SessionRecord record;
            record.id.value = id;
            record.server = true;
            record.url = *models::parseSessionUrl(QString::fromLatin1(running)).url;
            record.kind = record.url.kind;
            record.state = state;
            scene_->sessions.setSession(record);
            window_->actions().newClient->trigger();
            auto *dialog = window_->findChild<ui::NewSessionDialog *>();
            const models::SessionUrl first = dialog->form().url();
            dialog->form().setKind(QStringLiteral("load")); // which is reached in the same way
            const models::SessionUrl url = dialog->form().url();
            delete dialog;
            return url.transport + QLatin1Char(' ') + url.host + QLatin1Char(' ')
                + QString::number(url.port)
                + QString::fromLatin1(first.transport == url.transport ? "" : " at first not");
        };
        QCOMPARE(offered(1, "echo://0.0.0.0:8881", State::Running),
                 QStringLiteral("tcp 127.0.0.1 0"));
        QCOMPARE(offered(2, "echo+tls://127.0.0.1:8443", State::Running),
                 QStringLiteral("tls 127.0.0.1 0"));
        QCOMPARE(offered(3, "echo+udp://127.0.0.1:8882", State::Stopped),
                 QStringLiteral("tls 127.0.0.1 0"));
        QCOMPARE(offered(3, "echo+udp://127.0.0.1:8882", State::Starting),
                 QStringLiteral("udp 127.0.0.1 0"));
        QCOMPARE(offered(4, "echo+unix:///tmp/echo", State::Running),
                 QStringLiteral("unix /tmp/echo 0"));
    }
};

QTEST_MAIN(FirstOffersTest)
#include "FirstOffersTest.moc"
