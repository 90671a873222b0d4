// SPDX-License-Identifier: GPL-3.0-or-later

// What was said over a connection: looked for, copied and saved, in the Inspector.

#include "ui/StreamFind.h"
#include "tests/models/ReadRows.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/Inspector.h"
#include "ui/MainWindow.h"
#include "ui/RowView.h"
#include "ui/StreamView.h"

#include <QtCore/QFileInfo>
#include <QtCore/QPointer>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;
using ui::RecordTabs;

class StreamFindTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    // A connection that said the same sentence to and fro.
    void init()
    {
        openWindow({1400, 900});
        scene_->fill(40);
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1841));
        QTRY_VERIFY(scene_->conversation.rowCount() > 3);
        QVERIFY(models::test::settle(scene_->conversation));
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }
    void cleanup() { closeWindow(); }

    void matchesAreCountedAndSteppedThroughRoundAndRound()
    {
        type(u"MESSAGE"_s); // of any case
        QTRY_VERIFY(find().found().toInt() > 2);
        const int all = find().found().toInt();
        const auto at = [all](int match) { return u"%1 of %2"_s.arg(match).arg(all); };
        QLineEdit &field = find().field();
        QTest::keyClick(&field, Qt::Key_Return);
        QTRY_VERIFY(find().found().contains(u" of "_s));
        const QString first = find().found();
        const int row = stream().rows().currentIndex().row();
        QTest::keyClick(&field, Qt::Key_F3);
        QTRY_VERIFY(find().found() != first);
        QVERIFY(stream().rows().currentIndex().row() != row);
        QTest::keyClick(&field, Qt::Key_Return, Qt::ShiftModifier);
        QTRY_COMPARE(find().found(), first);
        QCOMPARE(stream().rows().currentIndex().row(), row);
        for (int i = 0; i < all && find().found() != at(all); ++i)
            QTest::keyClick(&field, Qt::Key_Enter);
        QTest::keyClick(&field, Qt::Key_Return);
        QTRY_COMPARE(find().found(), at(1));
        press(u"Previous match"_s);
        QTRY_COMPARE(find().found(), at(all));
        press(u"Next match"_s);
        QTRY_COMPARE(find().found(), at(1));
    }

    void aSearchBeginsAtTheCurrentRow()
    {
        stream().setHex(false);
        QVERIFY(models::test::settle(scene_->conversation));
        const int last = scene_->conversation.rowCount() - 1;
        QVERIFY(last > 2);
        stream().rows().setCurrentIndex(scene_->conversation.index(last - 1, 0));
        type(u"message"_s);
        QTRY_VERIFY(find().found().toInt() > 2);
        QTest::keyClick(&find().field(), Qt::Key_Return);
        QTRY_VERIFY(find().found().contains(u" of "_s));
        QVERIFY2(stream().rows().currentIndex().row() >= last - 1, qPrintable(find().found()));
    }

    void escapeEndsTheSearch()
    {
        QLineEdit &field = find().field();
        QVERIFY(!find().kind().isVisible());
        type(u"message"_s);
        QTRY_VERIFY(find().found().toInt() > 2);
        QVERIFY(find().kind().isVisible());
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(field.text(), QString());
        QCOMPARE(find().found(), QString());
        QVERIFY(!find().kind().isVisible());
        QCOMPARE(scene_->conversation.matches().count(), 0);
    }

    void whatIsNotThereOrNotValidIsSaid()
    {
        const QLineEdit &field = find().field();
        const auto wrong = [&field] { return field.property("wrong").toBool(); };
        const auto steps = [this] { return button(u"Next match"_s)->isEnabled(); };
        type(u"nobody said this"_s);
        QTRY_COMPARE(find().found(), u"none"_s);
        QVERIFY(wrong() && !steps() && field.accessibleDescription().isEmpty());
        type(u"message"_s);
        QTRY_VERIFY(find().found().toInt() > 2);
        QVERIFY(!wrong() && steps());
        find().kind().setCurrentIndex(1); // hex
        QCOMPARE(find().found(), u"not valid"_s);
        QVERIFY(wrong() && !steps() && !field.accessibleDescription().isEmpty());
        type(u"6d 65 73"_s);
        QTRY_VERIFY(find().found().toInt() > 2);
        QVERIFY(!wrong() && field.accessibleDescription().isEmpty());
        find().kind().setCurrentIndex(2); // an expression
        type(u"m.s+age"_s);
        QTRY_VERIFY(find().found().toInt() > 2);
        find().kind().setCurrentIndex(0);
        QTRY_COMPARE(find().found(), u"none"_s);
        type({});
        QVERIFY(!wrong());
    }

    // The same words in the field are three things to look for.
    void eachKindFindsItsOwn()
    {
        using enum models::Conversation::Direction;
        const QByteArrayList said {models::test::heard(scene_->conversation, In),
                                   models::test::heard(scene_->conversation, Out)};
        int sentences = 0, points = 0, afterE = 0; // "e." and 0x2e and any byte behind an e
        for (const QByteArray &each : said) {
            sentences += int(each.count("e."));
            points += int(each.count('.'));
            for (qsizetype i = 0; i + 1 < each.size(); ++i) {
                if ((each[i] | 0x20) == 'e' && each[i + 1] != '\n') {
                    ++afterE;
                    ++i; // matches do not overlap
                }
            }
        }
        QVERIFY(sentences > 0 && points > sentences && afterE > points);
        const auto found = [this](int kind) {
            find().kind().setCurrentIndex(kind);
            (void)models::test::settle(scene_->conversation);
            return find().found();
        };
        type(u"e."_s);
        QCOMPARE(found(0), QString::number(sentences)); // text
        QCOMPARE(found(1), u"not valid"_s); // hex
        QCOMPARE(found(2), QString::number(afterE)); // an expression
        type(u"2e"_s);
        QCOMPARE(found(0), u"none"_s);
        QCOMPARE(found(1), QString::number(points));
        QCOMPARE(found(2), u"none"_s);
    }

    void theKeyOfFindSelectsWhatWasLookedFor()
    {
        type(u"message"_s);
        stream().rows().setFocus();
        window_->actions().findInStream->trigger();
        QVERIFY(find().field().hasFocus());
        QCOMPARE(find().field().selectedText(), u"message"_s);
    }

    void whatIsCopiedIsWhatTheMenuSays()
    {
        const QByteArray said = "This is the message. It will be sent in parts.\r\n";
        const auto copied = [this](const QString &name) {
            QGuiApplication::clipboard()->setText(u"nothing"_s);
            for (QAction *action :
                 button(u"Copy the selected rows, or everything"_s)->menu()->actions()) {
                if (QString(action->text()).remove(u'&') == name)
                    action->trigger();
            }
            (void)QTest::qWaitFor(
                [] { return QGuiApplication::clipboard()->text() != u"nothing"; });
            return QGuiApplication::clipboard()->text();
        };
        stream().setHex(false);
        const QString everything = copied(u"Bytes as text"_s);
        QVERIFY2(everything.toUtf8().startsWith(said), qPrintable(everything));
        QVERIFY(everything.count(u"message"_s) > 2);
        stream().rows().setCurrentIndex(scene_->conversation.index(0, 0));
        QCOMPARE(copied(u"Bytes as text"_s).toUtf8(), said);
        QCOMPARE(copied(u"Bytes as base64"_s), QString::fromLatin1(said.toBase64()));
        QVERIFY(copied(u"Bytes as hex"_s).startsWith(u"54 68 69 73"_s));
        QVERIFY(copied(u"Bytes as a C array"_s).contains(u"0x54, 0x68"_s));
        QVERIFY(copied(u"As it is shown"_s).contains(u"This is the message."_s));
        QVERIFY(copied(u"As it is shown"_s) != copied(u"Bytes as text"_s));
    }

    void bytesOfEitherWayAreSaved_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("received");
        QTest::newRow("received") << u"Bytes received…"_s << u"connection-1841-received.bin"_s
                                  << true;
        QTest::newRow("sent") << u"Bytes sent…"_s << u"connection-1841-sent.bin"_s << false;
    }

    void bytesOfEitherWayAreSaved()
    {
        QFETCH(const QString, action);
        QFETCH(const bool, received);
        QSignalSpy asked(window_.get(), &ui::MainWindow::saveBytesRequested);
        for (QAction *each : button(u"Save the bytes"_s)->menu()->actions()) {
            if (QString(each->text()).remove(u'&') == action)
                each->trigger();
        }
        const QPointer<QFileDialog> dialog = stream().findChild<QFileDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->acceptMode(), QFileDialog::AcceptSave);
        QTEST(QFileInfo(dialog->selectedFiles().value(0)).fileName(), "name");
        Q_EMIT dialog->fileSelected(u"/tmp/there"_s);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), u"/tmp/there"_s);
        QCOMPARE(asked[0][1].toULongLong(), 1841U);
        QCOMPARE(asked[0][2].toBool(), received);
        dialog->reject();
        QTRY_VERIFY(!dialog);
    }

    void theFormIsThatOfTheButtonThatIsPressed()
    {
        stream().setHex(false);
        QSignalSpy changed(&stream(), &ui::StreamView::formChanged);
        press(u"Show as hex"_s);
        QVERIFY(stream().isHex());
        QCOMPARE(changed.size(), 1);
        QVERIFY(changed[0][0].toBool());
        QVERIFY(button(u"Show as hex"_s)->isChecked() && !button(u"Show as text"_s)->isChecked());
        press(u"Show as text"_s);
        QVERIFY(!stream().isHex());
        QCOMPARE(changed.size(), 2);
        QVERIFY(!changed[1][0].toBool());
    }

private:
    ui::StreamView &stream() { return window_->inspector().stream(); }
    ui::StreamFind &find() { return *stream().findChild<ui::StreamFind *>(); }
    void type(const QString &text)
    {
        find().field().setFocus();
        find().field().selectAll();
        QTest::keyClick(&find().field(), Qt::Key_Delete);
        QTest::keyClicks(&find().field(), text);
    }
    QToolButton *button(const QString &name)
    {
        for (auto *each : stream().findChildren<QToolButton *>()) {
            if (each->accessibleName() == name)
                return each;
        }
        qFatal("no button %s", qPrintable(name));
    }
    void press(const QString &name) { QTest::mouseClick(button(name), Qt::LeftButton); }
};

QTEST_MAIN(StreamFindTest)
#include "StreamFindTest.moc"
