// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/NewSessionDialog.h"
#include "models/spec/SessionUrl.h"
#include "ui/FoldedGroup.h"
#include "ui/SessionForm.h"
#include "ui/Theme.h"

#include <QtCore/QPointer>
#include <QtGui/QClipboard>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QToolButton>

#include <algorithm>
#include <cstdlib>
#include <memory>

using models::SessionRole;
using ui::NewSessionDialog;

class NewSessionDialogTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    void offersEveryKindOfItsRoleAndNoOther_data()
    {
        QTest::addColumn<bool>("server");
        QTest::newRow("server") << true;
        QTest::newRow("client") << false;
    }

    void offersEveryKindOfItsRoleAndNoOther()
    {
        QFETCH(bool, server);
        const SessionRole role = server ? SessionRole::Server : SessionRole::Client;
        NewSessionDialog dialog(*theme_, role, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        QStringList offered;
        const auto *kinds = dialog.findChild<QComboBox *>(QStringLiteral("kind"));
        for (int i = 0; i < kinds->count(); ++i)
            offered.append(kinds->itemData(i).toString());
        QStringList wanted;
        for (const models::SessionKind &kind : models::sessionKinds()) {
            if (kind.role == role)
                wanted.append(kind.name);
        }
        QCOMPARE(offered, wanted);
    }

    void everyKindStartsRightAndParsesBack()
    {
        for (const models::SessionKind &kind : models::sessionKinds()) {
            NewSessionDialog dialog(*theme_, kind.role, nullptr);
            dialog.setAttribute(Qt::WA_DeleteOnClose, false);
            dialog.form().setKind(kind.name);
            const bool asks = std::any_of(kind.options.begin(), kind.options.end(),
                                          [](const auto &option) { return option.required; });
            QVERIFY2(dialog.canStart() != asks, qPrintable(kind.name));
            if (asks) {
                const auto labels = dialog.findChildren<QLabel *>();
                QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
                    return label->text().endsWith(QStringLiteral(" is needed"));
                }));
                continue;
            }
            const models::SessionUrl url = dialog.form().url();
            QCOMPARE(url.kind, kind.name);
            const auto parsed = models::parseSessionUrl(url.toString());
            QVERIFY2(parsed.url.has_value(), qPrintable(parsed.sentence));
            QCOMPARE(*parsed.url, url);
            QCOMPARE(dialog.commandLine(), url.commandLine());
        }
    }

    void aWrongOptionIsSaidBesideItsFieldAndBarsStart()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Client, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.form().setKind(QStringLiteral("load"));
        auto *field = dialog.findChild<QLineEdit *>(QStringLiteral("connections"));
        QVERIFY(field);
        field->setText(QStringLiteral("many"));
        QVERIFY(!dialog.canStart());
        QVERIFY(!field->accessibleDescription().isEmpty());
        bool beside = false;
        for (const QLabel *label : field->parentWidget()->findChildren<QLabel *>())
            beside
                = beside || (label->text() == field->accessibleDescription() && !label->isHidden());
        QVERIFY(beside);
        field->setText(QStringLiteral("12"));
        QVERIFY(dialog.canStart());
        QVERIFY(dialog.commandLine().contains(QLatin1String("connections=12")));
    }

    void aWrongAddressBarsStart()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Server, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        auto *host = dialog.findChild<QLineEdit *>(QStringLiteral("host"));
        host->clear();
        QVERIFY(!dialog.canStart());
        QVERIFY(!host->accessibleDescription().isEmpty());
    }

    void saysWhoElseCanReachTheServer()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Server, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        auto *host = dialog.findChild<QLineEdit *>(QStringLiteral("host"));
        const auto *exposure = dialog.findChild<QLabel *>(QStringLiteral("exposure"));
        QVERIFY(exposure->isHidden());
        host->setText(QStringLiteral("0.0.0.0"));
        QVERIFY(!exposure->isHidden());
        QCOMPARE(
            exposure->text(),
            QStringLiteral("Other machines can connect to it: 0.0.0.0 stands for every address "
                           "of this one."));
        host->setText(QStringLiteral("::1"));
        QVERIFY(exposure->isHidden());
    }

    void aPathTakesThePlaceOfThePort()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Server, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.form().setUrl(*models::parseSessionUrl(QStringLiteral("echo+unix:///tmp/echo")).url);
        QVERIFY(dialog.canStart());
        QVERIFY(!dialog.findChild<QSpinBox *>(QStringLiteral("port"))->isVisibleTo(&dialog));
        QVERIFY(!dialog.findChild<QLineEdit *>(QStringLiteral("cert"))->isVisibleTo(&dialog));
        QCOMPARE(dialog.form().url().toString(), QStringLiteral("echo+unix:///tmp/echo"));
        auto *host = dialog.findChild<QLineEdit *>(QStringLiteral("host"));
        QCOMPARE(host->accessibleName(), QStringLiteral("Path"));
        host->setText(QStringLiteral("127.0.0.1"));
        QVERIFY(!dialog.canStart());
        QCOMPARE(host->accessibleDescription(),
                 QStringLiteral("Enter the path of the socket, such as /tmp/echo"));
    }

    void aKindHasItsOwnTransportUnlessAnotherWasChosen()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Server, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        auto *transports = dialog.form().findChildren<QComboBox *>().at(1);
        const auto after = [&dialog](const char *kind) {
            dialog.form().setKind(QLatin1String(kind));
            return dialog.form().url().transport;
        };
        const auto choose = [transports](const char *transport) {
            transports->setCurrentIndex(transports->findData(QLatin1String(transport)));
            Q_EMIT transports->activated(transports->currentIndex()); // as a person does
        };
        QCOMPARE(after("echo"), QStringLiteral("tcp"));
        QCOMPARE(after("sockperf"), QStringLiteral("udp"));
        QCOMPARE(after("echo"), QStringLiteral("tcp"));
        choose("tls");
        QCOMPARE(after("sockperf"), QStringLiteral("udp")); // which has no TLS
        QCOMPARE(after("reply"), QStringLiteral("tls"));
        ui::SessionForm again(*theme_, SessionRole::Server, nullptr); // in another language
        again.takeFrom(dialog.form());
        again.setKind(QStringLiteral("echo"));
        QCOMPARE(again.url().transport, QStringLiteral("tls"));
        choose("tcp"); // the default again
        QCOMPARE(after("sockperf"), QStringLiteral("udp"));
        again.takeFrom(dialog.form());
        again.setKind(QStringLiteral("echo"));
        QCOMPARE(again.url().transport, QStringLiteral("tcp"));
        dialog.form().setUrl(
            *models::parseSessionUrl(QStringLiteral("echo+tls://127.0.0.1:1")).url);
        QCOMPARE(after("reply"), QStringLiteral("tls"));
    }

    void aKindWithFewFieldsKeepsThemTogether()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Server, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        const auto topOf = [&dialog](const char *name) {
            const auto *field = dialog.findChild<QWidget *>(QLatin1String(name));
            return field->mapTo(&dialog, QPoint()).y();
        };
        const auto unfold = [&dialog] {
            for (auto *group : dialog.form().findChildren<ui::FoldedGroup *>())
                group->setUnfolded(true);
        };
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        unfold();
        for (int round = 0; round < 3; ++round)
            QApplication::processEvents(); // it is laid out
        QVERIFY(topOf("seed") > topOf("fault"));
        const int height = dialog.height();
        const int before = topOf("seed") - topOf("fault");
        dialog.form().setKind(QStringLiteral("daytime"));
        unfold();
        QVERIFY(dialog.height() >= height); // it does not jump
        QTRY_VERIFY(topOf("seed") > topOf("fault") && topOf("seed") - topOf("fault") <= before);
    }

    // What else a kind has is folded away, and comes out where something in it is wrong.
    void groupsAreFoldedSayWhatWasChangedAndShowWhatIsWrong()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Client, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.form().setKind(QStringLiteral("load"));
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        const auto group = [&dialog](const char *option) {
            QWidget *at = dialog.findChild<QWidget *>(QLatin1String(option));
            while (at && !qobject_cast<ui::FoldedGroup *>(at))
                at = at->parentWidget();
            return qobject_cast<ui::FoldedGroup *>(at);
        };
        QVERIFY(!group("connections")); // the kind's own
        ui::FoldedGroup *limits = group("limit");
        QVERIFY(limits && group("fault") && group("capture") && limits != group("fault"));
        auto *limit = dialog.findChild<QPlainTextEdit *>(QStringLiteral("limit"));
        QVERIFY(!limit->isVisible());
        QVERIFY(!group("ca")->isVisible()); // not over tcp
        QTest::mouseClick(&limits->head(), Qt::LeftButton);
        QVERIFY(limit->isVisible());
        QTest::keyClicks(limit, QStringLiteral("p99<5ms"));
        QCOMPARE(limits->head().accessibleName(), QStringLiteral("Limits (1 changed)"));
        QTest::keyClick(&limits->head(), Qt::Key_Space);
        QVERIFY(!limit->isVisible());
        QCOMPARE(dialog.form().url().texts(u"limit"), QStringList {QStringLiteral("p99<5ms")});
        dialog.form().setUrl(
            *models::parseSessionUrl(QStringLiteral("load+tls://127.0.0.1:1")).url);
        QVERIFY(group("ca")->isVisible() && !group("ca")->isUnfolded());
        limit->setPlainText(QStringLiteral("soon"));
        QVERIFY(limit->isVisible()); // what is wrong is seen
        QVERIFY(!dialog.canStart());
    }

    void linesOfARepeatableOptionBecomeOneOptionEach()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Client, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.form().setKind(QStringLiteral("lines"));
        auto *text = dialog.findChild<QPlainTextEdit *>(QStringLiteral("text"));
        QVERIFY(text);
        text->setPlainText(QStringLiteral("one\ntwo"));
        QCOMPARE(dialog.form().url().texts(u"text"),
                 QStringList({QStringLiteral("one"), QStringLiteral("two")}));
    }

    // What was written for another transport is not said of this one.
    void whatTheTransportDoesNotHaveIsLeftOut()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Server, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.form().setKind(QStringLiteral("echo"));
        auto *transports = dialog.form().findChildren<QComboBox *>().at(1);
        const auto choose = [transports](const char *transport) {
            transports->setCurrentIndex(transports->findData(QLatin1String(transport)));
        };
        choose("tls");
        dialog.findChild<QLineEdit *>(QStringLiteral("cert"))
            ->setText(QStringLiteral("/tmp/mine.pem"));
        dialog.findChild<QSpinBox *>(QStringLiteral("port"))->setValue(8881);
        auto *host = dialog.findChild<QLineEdit *>(QStringLiteral("host"));
        host->setText(QStringLiteral(" 127.0.0.1 ")); // as it is pasted
        QCOMPARE(dialog.form().url().text(u"cert"), QStringLiteral("/tmp/mine.pem"));
        choose("tcp");
        QCOMPARE(dialog.form().url().toString(), QStringLiteral("echo://127.0.0.1:8881"));
        QVERIFY(dialog.canStart());
        choose("unix");
        host->setText(QStringLiteral("/tmp/echo"));
        QCOMPARE(dialog.form().url().port, quint16(0));
        QVERIFY(dialog.canStart());
        for (auto *each : dialog.findChildren<QToolButton *>()) {
            if (each->accessibleName() == QStringLiteral("Copy the command line"))
                each->click();
        }
        QCOMPARE(QGuiApplication::clipboard()->text(), dialog.commandLine());
        QVERIFY(dialog.commandLine().startsWith(QStringLiteral("loopscope ")));
    }

    void whatIsTakenBackIsNotCountedAsChanged()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Client, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.form().setKind(QStringLiteral("load"));
        auto *limit = dialog.findChild<QPlainTextEdit *>(QStringLiteral("limit"));
        const auto heads = [&dialog] {
            QStringList names;
            for (const auto *group : dialog.form().findChildren<ui::FoldedGroup *>())
                names << group->head().accessibleName();
            return names;
        };
        limit->setPlainText(QStringLiteral("p99<5ms"));
        QVERIFY(heads().contains(QStringLiteral("Limits (1 changed)")));
        limit->clear();
        QVERIFY(heads().contains(QStringLiteral("Limits")));
        // The unit of a plain number; a person may write it, too.
        for (const models::SessionOption &option :
             models::sessionKind(QStringLiteral("load"))->options) {
            auto *line = dialog.findChild<QLineEdit *>(option.name);
            if (option.type != models::OptionType::Duration || !line)
                continue;
            const auto says = [line] {
                for (const QLabel *label : line->parentWidget()->findChildren<QLabel *>()) {
                    if (label->text() == QStringLiteral("seconds"))
                        return true;
                }
                return false;
            };
            line->setText(QStringLiteral("5"));
            QVERIFY2(says(), qPrintable(option.name));
            line->setText(QStringLiteral("5s"));
            QVERIFY2(!says(), qPrintable(option.name));
        }
    }

    void aPortBeyondTheLastIsTypedAndSaidToBeSo()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Server, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        auto *port = dialog.findChild<QSpinBox *>(QStringLiteral("port"));
        port->selectAll();
        QTest::keyClicks(port, QStringLiteral("99999"));
        QCOMPARE(port->text(), QStringLiteral("99999"));
        QVERIFY(port->property("wrong").toBool());
        QCOMPARE(port->accessibleDescription(), QStringLiteral("Ports go up to 65535"));
        QVERIFY(!dialog.canStart());
        QTest::keyClick(port, Qt::Key_Backspace);
        QCOMPARE(port->accessibleDescription(), QString());
        QVERIFY(dialog.canStart());
        QCOMPARE(dialog.form().url().port, quint16(9999));
    }

    void theFormScrollsToTheFieldThatTheKeyboardGoesTo()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Server, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.setMaximumHeight(400);
        dialog.show();
        dialog.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        for (ui::FoldedGroup *group : dialog.form().findChildren<ui::FoldedGroup *>())
            group->setUnfolded(true);
        auto *area = dialog.findChild<QScrollArea *>();
        QTRY_VERIFY(area->verticalScrollBar()->maximum() > 300);
        area->verticalScrollBar()->setValue(area->verticalScrollBar()->maximum());
        dialog.findChild<QDialogButtonBox *>()->buttons().last()->setFocus();
        auto *port = dialog.findChild<QSpinBox *>(QStringLiteral("port"));
        QVERIFY(port->visibleRegion().isEmpty());
        QTest::keyClick(&dialog, Qt::Key_P, Qt::AltModifier);
        QTRY_VERIFY(port->hasFocus());
        QCOMPARE(port->visibleRegion().boundingRect(), port->rect());
    }

    void theCaptionOfACheckBoxIsBesideIt()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Server, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        for (ui::FoldedGroup *group : dialog.form().findChildren<ui::FoldedGroup *>())
            group->setUnfolded(true);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        const auto *box = dialog.findChild<QCheckBox *>(QStringLiteral("v6only"));
        QVERIFY(box && box->isVisible());
        for (const auto *caption : dialog.findChildren<QLabel *>()) {
            if (caption->buddy() != box)
                continue;
            const auto middle = [&dialog](const QWidget &widget) {
                return widget.mapTo(&dialog, widget.rect().center()).y();
            };
            QVERIFY2(std::abs(middle(*caption) - middle(*box)) <= 1,
                     qPrintable(QString::number(middle(*caption) - middle(*box))));
            return;
        }
        QFAIL("it has no caption");
    }

    void startEmitsTheUrl()
    {
        auto *dialog = new NewSessionDialog(*theme_, SessionRole::Server, nullptr);
        QSignalSpy chosen(dialog, &NewSessionDialog::chosen);
        dialog->form().setKind(QStringLiteral("echo"));
        dialog->findChild<QSpinBox *>(QStringLiteral("port"))->setValue(8881);
        dialog->open();
        QTest::keyClick(dialog, Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("echo://127.0.0.1:8881"));
    }

    void aFileIsChosenForItsField()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Client, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.form().setKind(QStringLiteral("lines"));
        dialog.show();
        QPushButton *browse = nullptr;
        for (auto *each : dialog.findChildren<QPushButton *>()) {
            if (each->accessibleName() == QStringLiteral("Choose a file: File"))
                browse = each;
        }
        QVERIFY(browse);
        browse->click();
        const QPointer<QFileDialog> files = dialog.findChild<QFileDialog *>();
        QVERIFY(files && files->isVisible());
        QCOMPARE(files->windowTitle(), browse->accessibleName());
        QCOMPARE(files->fileMode(), QFileDialog::ExistingFile);
        Q_EMIT files->fileSelected(QStringLiteral("/there/lines.txt"));
        QCOMPARE(dialog.form().url().text(u"file"), QStringLiteral("/there/lines.txt"));
        files->reject();
        QTRY_VERIFY(!files); // each has its own
    }

private:
    std::unique_ptr<ui::Theme> theme_;
};

QTEST_MAIN(NewSessionDialogTest)
#include "NewSessionDialogTest.moc"
