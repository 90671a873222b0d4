// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Composer.h"
#include "models/record/SessionRecord.h"
#include "ui/MessageField.h"
#include "ui/SavedMenu.h"
#include "ui/Theme.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QInputDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

#include <memory>

using namespace Qt::StringLiterals;
using models::LineEnd;
using models::Message;
using models::MessageForm;
using models::SessionRecord;
using ui::Composer;

namespace {

SessionRecord talk(quint64 id, const QString &options = {},
                   SessionRecord::State state = SessionRecord::Running)
{
    SessionRecord record;
    record.id.value = id;
    record.server = false;
    record.kind = u"talk"_s;
    record.address = u"127.0.0.1:8881"_s;
    record.url = *models::parseSessionUrl(u"talk://127.0.0.1:8881"_s + options).url;
    record.state = state;
    return record;
}

} // namespace

class ComposerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }
    void init();
    void enterSendsWhatIsWritten();
    void shiftEnterBeginsALine();
    void aSessionBeginsAsItsUrlSays();
    void whatIsWrongIsSaidAndNotSent();
    void theLastMessageIsSentAgain();
    void upAndDownGoThroughWhatWasSent();
    void aHundredMessagesAreRemembered();
    void everySessionHasItsOwnDraftAndPast();
    void aClosedConnectionIsSaidAndCanBeStarted();
    void aMessageIsSavedByNameAndSent();
    void aSavedMessageIsRenamedAndDeleted();
    void whatCanBeDoneInEachState_data();
    void whatCanBeDoneInEachState();
    void whatWasSentIsLookedAtWithoutLosingTheDraft();
    void theSameMessageIsRememberedOnceAndANewOneIsTheLast();
    void theFormStaysAfterAMessage();
    void linesOfAMessageAreWalkedThroughFirst();
    void whatIsWrittenIsSavedBeforeWhatWasSent();
    void whatANameMayBe();
    void theFieldGrowsWithItsLinesAndNoFurther();
    void theFieldHasTheKeyboardAfterAButton();

private:
    void write(const QString &text) { composer_->setMessage({text}); }
    [[nodiscard]] QPushButton &button(const QString &text) const;
    [[nodiscard]] QAction *picked(const QStringList &path) const;
    void name(const QString &name, const QString &button);

    std::unique_ptr<ui::Theme> theme_;
    std::unique_ptr<Composer> composer_;
    std::unique_ptr<QSignalSpy> sent_;
};

void ComposerTest::init()
{
    composer_ = std::make_unique<Composer>(*theme_);
    sent_ = std::make_unique<QSignalSpy>(composer_.get(), &Composer::sendRequested);
    QVERIFY(composer_->isHidden());
    const SessionRecord record = talk(7);
    composer_->showSession(&record);
    QVERIFY(composer_->isVisible());
}

QPushButton &ComposerTest::button(const QString &text) const
{
    const auto buttons = composer_->findChildren<QPushButton *>();
    for (QPushButton *each : buttons) {
        if (each->text() == text)
            return *each;
    }
    qFatal("no button %s", qPrintable(text));
}

// An action of the saved messages, as it is shown: {"hello", "Send"}, {"Save as…"}.
QAction *ComposerTest::picked(const QStringList &path) const
{
    Q_EMIT composer_->saved().aboutToShow();
    const QMenu *menu = &composer_->saved();
    for (const QString &text : path) {
        QAction *found = nullptr;
        for (QAction *action : menu->actions()) {
            QString shown = action->text();
            for (qsizetype at = 0; (at = shown.indexOf(u'&', at)) >= 0; ++at)
                shown.remove(at, 1); // the next one is a letter
            if (shown == text)
                found = action;
        }
        if (!found || !found->menu())
            return text == path.last() ? found : nullptr;
        menu = found->menu();
    }
    return nullptr;
}

void ComposerTest::name(const QString &name, const QString &button)
{
    auto *dialog = composer_->findChild<QInputDialog *>(u"message-name"_s);
    QVERIFY(dialog);
    dialog->setTextValue(name);
    auto *ok = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
    QCOMPARE(ok->text().remove(u'&'), button);
    QVERIFY(ok->isEnabled());
    ok->click();
    QTRY_VERIFY(!composer_->findChild<QInputDialog *>(u"message-name"_s));
}

void ComposerTest::enterSendsWhatIsWritten()
{
    QTest::keyClicks(&composer_->field(), u"hello"_s);
    QCOMPARE(composer_->remark(), u"Sends 6 B"_s);
    composer_->setMessage({{}, MessageForm::Plain, LineEnd::None});
    QCOMPARE(composer_->remark(), u"Nothing to send"_s);
    write({}); // with its end
    QCOMPARE(composer_->remark(), u"Empty line, 1 B"_s);
    write(u"hello"_s);
    QTest::keyClick(&composer_->field(), Qt::Key_Return);
    QCOMPARE(sent_->size(), 1);
    QCOMPARE(sent_->at(0).at(0).toULongLong(), quint64(7));
    QCOMPARE(sent_->at(0).at(1).toByteArray(), QByteArray("hello\n"));
    QCOMPARE(composer_->message().text, QString());

    QTest::keyClicks(&composer_->field(), u"b"_s);
    QTest::keyClick(&composer_->field(), Qt::Key_Return, Qt::ControlModifier);
    write(u"c"_s);
    button(u"Send"_s).click();
    QCOMPARE(sent_->size(), 3);
    QCOMPARE(sent_->at(2).at(1).toByteArray(), QByteArray("c\n"));
}

void ComposerTest::shiftEnterBeginsALine()
{
    QTest::keyClicks(&composer_->field(), u"a"_s);
    QTest::keyClick(&composer_->field(), Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(&composer_->field(), u"b"_s);
    QCOMPARE(sent_->size(), 0);
    composer_->setMessage({composer_->message().text, MessageForm::Plain, LineEnd::CrLf});
    composer_->submit();
    QCOMPARE(sent_->at(0).at(1).toByteArray(), QByteArray("a\r\nb\r\n"));
}

void ComposerTest::aSessionBeginsAsItsUrlSays()
{
    const SessionRecord record = talk(8, u"?format=escapes&end=none"_s);
    composer_->showSession(&record);
    QVERIFY((composer_->message() == Message {{}, MessageForm::Escapes, LineEnd::None}));
    QVERIFY(!composer_->canSend()); // there is nothing to send
}

void ComposerTest::whatIsWrongIsSaidAndNotSent()
{
    composer_->setMessage({u"0d 0g"_s, MessageForm::Hex});
    QCOMPARE(composer_->remark(),
             u"'0g' is not a byte in hex; write two digits for each, as in 0d 0a."_s);
    QVERIFY(!button(u"Send"_s).isEnabled());
    QTest::keyClick(&composer_->field(), Qt::Key_Return);
    QCOMPARE(sent_->size(), 0);
    composer_->setMessage({u"0d 0a"_s, MessageForm::Hex});
    QVERIFY(button(u"Send"_s).isEnabled());
    composer_->submit();
    QCOMPARE(sent_->at(0).at(1).toByteArray(), QByteArray("\r\n"));
}

void ComposerTest::theLastMessageIsSentAgain()
{
    QVERIFY(!composer_->canResend());
    composer_->setMessage({u"\\x01"_s, MessageForm::Escapes, LineEnd::None});
    composer_->submit();
    write(u"not yet"_s);
    button(u"Resend last"_s).click();
    QCOMPARE(sent_->size(), 2);
    QCOMPARE(sent_->at(1).at(1).toByteArray(), QByteArray("\x01"));
    QCOMPARE(composer_->message().text, u"not yet"_s);
}

void ComposerTest::upAndDownGoThroughWhatWasSent()
{
    write(u"one"_s);
    composer_->submit();
    composer_->setMessage({u"02"_s, MessageForm::Hex});
    composer_->submit();
    write(u"draft"_s);
    const auto after = [this](Qt::Key key) {
        QTest::keyClick(&composer_->field(), key);
        return composer_->message();
    };
    QVERIFY((after(Qt::Key_Up) == Message {u"02"_s, MessageForm::Hex}));
    QVERIFY((after(Qt::Key_Up) == Message {u"one"_s}));
    QVERIFY((after(Qt::Key_Up) == Message {u"one"_s}));
    QVERIFY((after(Qt::Key_Down) == Message {u"02"_s, MessageForm::Hex}));
    QVERIFY((after(Qt::Key_Down) == Message {u"draft"_s}));
    QVERIFY((after(Qt::Key_Down) == Message {u"draft"_s}));
}

void ComposerTest::aHundredMessagesAreRemembered()
{
    for (int i = 1; i <= 103; ++i) {
        write(QString::number(i));
        composer_->submit();
    }
    write(u"draft"_s);
    for (int i = 103; i >= 4; --i) {
        QTest::keyClick(&composer_->field(), Qt::Key_Up);
        QCOMPARE(composer_->message().text, QString::number(i));
    }
    QTest::keyClick(&composer_->field(), Qt::Key_Up);
    QCOMPARE(composer_->message().text, u"4"_s); // those before are forgotten
    for (int i = 5; i <= 103; ++i)
        QTest::keyClick(&composer_->field(), Qt::Key_Down);
    QTest::keyClick(&composer_->field(), Qt::Key_Down);
    QCOMPARE(composer_->message().text, u"draft"_s);
}

void ComposerTest::everySessionHasItsOwnDraftAndPast()
{
    write(u"to seven"_s);
    composer_->submit();
    write(u"draft"_s);
    const SessionRecord seven = talk(7), eight = talk(8);
    composer_->showSession(&eight);
    QCOMPARE(composer_->message().text, QString());
    QVERIFY(!composer_->canResend());
    composer_->showSession(nullptr);
    QVERIFY(composer_->isHidden());
    composer_->showSession(&seven);
    QCOMPARE(composer_->message().text, u"draft"_s);
    composer_->resend();
    QCOMPARE(sent_->last().at(1).toByteArray(), QByteArray("to seven\n"));
}

void ComposerTest::aClosedConnectionIsSaidAndCanBeStarted()
{
    const SessionRecord closed = talk(7, {}, SessionRecord::Stopped);
    composer_->showSession(&closed);
    write(u"hello"_s);
    QCOMPARE(composer_->remark(),
             u"The connection to 127.0.0.1:8881 is closed. Press Start to open it again."_s);
    QTest::keyClick(&composer_->field(), Qt::Key_Return);
    QCOMPARE(sent_->size(), 0);
    QSignalSpy started(composer_.get(), &Composer::startRequested);
    button(u"Start"_s).click();
    QCOMPARE(started.value(0).value(0).toULongLong(), quint64(7));
    const SessionRecord open = talk(7);
    composer_->showSession(&open);
    QTest::keyClick(&composer_->field(), Qt::Key_Return);
    QCOMPARE(sent_->at(0).at(1).toByteArray(), QByteArray("hello\n"));
}

void ComposerTest::aMessageIsSavedByNameAndSent()
{
    QSignalSpy changed(&composer_->saved(), &ui::SavedMenu::messagesChanged);
    QVERIFY(!picked({u"Save as…"_s})->isEnabled()); // there is nothing to save
    composer_->setMessage({u"00"_s, MessageForm::Hex});
    composer_->submit();
    picked({u"Save as…"_s})->trigger(); // what was sent last
    name(u" zero & one "_s, u"Save"_s);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(composer_->saved().messages().names(), QStringList(u"zero & one"_s));
    write(u"draft"_s);
    QVERIFY2(picked({u"zero & one"_s, u"Send"_s}), "its & is not taken for a shortcut");
    picked({u"zero & one"_s, u"Send"_s})->trigger();
    QCOMPARE(sent_->last().at(1).toByteArray(), QByteArray(1, '\0'));
    QCOMPARE(composer_->message().text, u"draft"_s);
    picked({u"zero & one"_s, u"Insert"_s})->trigger();
    QVERIFY((composer_->message() == Message {u"00"_s, MessageForm::Hex}));

    const SessionRecord closed = talk(7, {}, SessionRecord::Stopped);
    composer_->showSession(&closed);
    QVERIFY(!picked({u"zero & one"_s, u"Send"_s})->isEnabled());
}

void ComposerTest::aSavedMessageIsRenamedAndDeleted()
{
    models::SavedMessages messages;
    messages.save(u"a"_s, {u"1"_s});
    messages.save(u"b"_s, {u"2"_s});
    composer_->saved().setMessages(messages);
    picked({u"a"_s, u"Rename…"_s})->trigger();
    name(u"b"_s, u"Replace"_s);
    QCOMPARE(composer_->saved().messages().names(), QStringList(u"b"_s));
    QCOMPARE(composer_->saved().messages().find(u"b"_s)->text, u"1"_s);
    picked({u"b"_s, u"Delete"_s})->trigger();
    QVERIFY(composer_->saved().messages().names().isEmpty());
}

void ComposerTest::whatCanBeDoneInEachState_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("action");
    QTest::addColumn<bool>("acts");
    QTest::addColumn<bool>("error");
    QTest::newRow("starting") << int(SessionRecord::Starting) << u"Connecting to 127.0.0.1:8881"_s
                              << u"Send"_s << false << false;
    QTest::newRow("running") << int(SessionRecord::Running) << u"Sends 6 B"_s << u"Send"_s << true
                             << false;
    QTest::newRow("stopping") << int(SessionRecord::Stopping) << u"is closed"_s << u"Send"_s
                              << false << false;
    QTest::newRow("stopped") << int(SessionRecord::Stopped) << u"is closed"_s << u"Start"_s << true
                             << false;
    QTest::newRow("failed") << int(SessionRecord::Failed) << u"Nobody is there."_s << u"Start"_s
                            << true << true;
}

void ComposerTest::whatCanBeDoneInEachState()
{
    QFETCH(const int, state);
    QFETCH(const QString, words);
    QFETCH(const QString, action);
    QFETCH(const bool, acts);
    QFETCH(const bool, error);
    write(u"before"_s);
    composer_->submit(); // so that there is something to resend
    write(u"hello"_s);
    SessionRecord record = talk(7, {}, SessionRecord::State(state));
    record.error = u"Nobody is there."_s;
    composer_->showSession(&record);
    QVERIFY2(composer_->remark().contains(words), qPrintable(composer_->remark()));
    QCOMPARE(composer_->field().accessibleDescription(), composer_->remark());
    QCOMPARE(button(action).isEnabled(), acts);
    const bool open = state == SessionRecord::Running;
    QCOMPARE(button(u"Resend last"_s).isEnabled(), open);
    QCOMPARE(composer_->canSend(), open);
    composer_->resend();
    QCOMPARE(sent_->size(), open ? 2 : 1);
    QVERIFY(!composer_->field().property("wrong").toBool());
    int errors = 0;
    for (const auto *label : composer_->findChildren<QLabel *>())
        errors += label->property("role") == u"error"_s ? 1 : 0;
    QCOMPARE(errors, error ? 1 : 0);
    // What cannot be read is said once it could be sent.
    composer_->setMessage({u"0g"_s, MessageForm::Hex});
    QCOMPARE(composer_->field().property("wrong").toBool(), open);
}

// Up is followed by a look at another session: what was being written is there afterwards.
void ComposerTest::whatWasSentIsLookedAtWithoutLosingTheDraft()
{
    write(u"one"_s);
    composer_->submit();
    write(u"draft"_s);
    QTest::keyClick(&composer_->field(), Qt::Key_Up);
    QCOMPARE(composer_->message().text, u"one"_s);
    const SessionRecord seven = talk(7), eight = talk(8);
    composer_->showSession(&eight);
    composer_->showSession(&seven);
    QCOMPARE(composer_->message().text, u"draft"_s);
    composer_->showSession(&seven); // news of the same one
    QCOMPARE(composer_->message().text, u"draft"_s);
}

void ComposerTest::theSameMessageIsRememberedOnceAndANewOneIsTheLast()
{
    for (const QString &text : {u"zero"_s, u"one"_s, u"one"_s}) {
        write(text);
        composer_->submit();
    }
    const auto after = [this](Qt::Key key) {
        QTest::keyClick(&composer_->field(), key);
        return composer_->message().text;
    };
    QCOMPARE(after(Qt::Key_Up), u"one"_s);
    QCOMPARE(after(Qt::Key_Up), u"zero"_s);
    QTest::keyClick(&composer_->field(), Qt::Key_Return); // an old one is sent again
    QCOMPARE(sent_->size(), 4);
    QCOMPARE(after(Qt::Key_Up), u"zero"_s);
    QCOMPARE(after(Qt::Key_Up), u"one"_s);
}

void ComposerTest::theFormStaysAfterAMessage()
{
    auto *const end = composer_->findChild<QComboBox *>();
    QVERIFY(end && end->isEnabled());
    composer_->setMessage({u"\\x01"_s, MessageForm::Escapes, LineEnd::CrLf});
    composer_->submit();
    QVERIFY((composer_->message() == Message {{}, MessageForm::Escapes, LineEnd::CrLf}));
    composer_->setMessage({u"00"_s, MessageForm::Hex});
    QVERIFY(!end->isEnabled()); // hex says all of its bytes
    composer_->submit();
    QCOMPARE(composer_->message().form, MessageForm::Hex);
    composer_->setMessage({u"a"_s});
    QVERIFY(end->isEnabled());
}

// Up and Down leave a message at its first and its last line alone.
void ComposerTest::linesOfAMessageAreWalkedThroughFirst()
{
    write(u"one"_s);
    composer_->submit();
    write(u"a\nb"_s); // the cursor is at its end
    QTest::keyClick(&composer_->field(), Qt::Key_Up);
    QCOMPARE(composer_->message().text, u"a\nb"_s);
    QTest::keyClick(&composer_->field(), Qt::Key_Down);
    QCOMPARE(composer_->field().textCursor().blockNumber(), 1);
    QTest::keyClick(&composer_->field(), Qt::Key_Up);
    QTest::keyClick(&composer_->field(), Qt::Key_Up, Qt::ShiftModifier); // which selects
    QCOMPARE(composer_->message().text, u"a\nb"_s);
    QTest::keyClick(&composer_->field(), Qt::Key_Up);
    QCOMPARE(composer_->message().text, u"one"_s);
    QTest::keyClick(&composer_->field(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(composer_->message().text, u"one"_s);
    QTest::keyClick(&composer_->field(), Qt::Key_Down);
    QCOMPARE(composer_->message().text, u"a\nb"_s);
}

void ComposerTest::whatIsWrittenIsSavedBeforeWhatWasSent()
{
    write(u"one"_s);
    composer_->submit();
    write(u"two"_s);
    picked({u"Save as…"_s})->trigger();
    name(u"it"_s, u"Save"_s);
    QCOMPARE(composer_->saved().messages().find(u"it"_s)->text, u"two"_s);
    composer_->setMessage({u"0g"_s, MessageForm::Hex}); // which may become right
    picked({u"Save as…"_s})->trigger();
    name(u"wrong"_s, u"Save"_s);
    QVERIFY(picked({u"it"_s, u"Send"_s})->isEnabled());
    QVERIFY(!picked({u"wrong"_s, u"Send"_s})->isEnabled());
    QVERIFY(picked({u"wrong"_s, u"Insert"_s})->isEnabled());
}

// Not of spaces alone; its own, which nothing is lost by.
void ComposerTest::whatANameMayBe()
{
    models::SavedMessages messages;
    messages.save(u"a"_s, {u"1"_s});
    composer_->saved().setMessages(messages);
    picked({u"a"_s, u"Rename…"_s})->trigger();
    auto *dialog = composer_->findChild<QInputDialog *>(u"message-name"_s);
    QVERIFY(dialog);
    const auto *ok = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
    dialog->setTextValue(u"  "_s);
    QVERIFY(!ok->isEnabled());
    name(u"a"_s, u"Save"_s);
    QCOMPARE(composer_->saved().messages().find(u"a"_s)->text, u"1"_s);
}

void ComposerTest::theFieldGrowsWithItsLinesAndNoFurther()
{
    const auto height = [this](int lines) {
        write(QStringList(lines, u"a"_s).join(u'\n'));
        return composer_->field().height();
    };
    QCOMPARE(height(1), height(2));
    QVERIFY(height(3) > height(2));
    QVERIFY(height(8) > height(7));
    QVERIFY(composer_->field().verticalScrollBarPolicy() == Qt::ScrollBarAlwaysOff);
    QCOMPARE(height(9), height(8));
    (void)height(9);
    QVERIFY(composer_->field().verticalScrollBarPolicy() == Qt::ScrollBarAsNeeded);
}

void ComposerTest::theFieldHasTheKeyboardAfterAButton()
{
    const auto after = [this](const auto &act) {
        button(u"Send"_s).setFocus();
        act();
        return composer_->focusWidget() == &composer_->field();
    };
    write(u"one"_s);
    QVERIFY(after([this] { button(u"Send"_s).click(); }));
    models::SavedMessages messages;
    messages.save(u"a"_s, {u"1"_s});
    composer_->saved().setMessages(messages);
    QVERIFY(after([this] { picked({u"a"_s, u"Insert"_s})->trigger(); }));
    Q_EMIT composer_->saved().aboutToShow();
    QCOMPARE(composer_->saved().actions().size(), 3); // the message, a line, Save as…
}

QTEST_MAIN(ComposerTest)
#include "ComposerTest.moc"
