// SPDX-License-Identifier: GPL-3.0-or-later

// Names, payload and paths that look like HTML, in everything that the window shows: nothing of it
// is taken for HTML, and the file that it refers to is never opened. Bytes and addresses keep their
// order in a window from right to left.

#include "loop/TlsInfo.h"
#include "models/text/Shown.h"
#include "tests/models/Deltas.h"
#include "tests/ui/Scene.h"
#include "ui/CellDelegate.h"
#include "ui/Composer.h"
#include "ui/FactsView.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/MainWindow.h"
#include "ui/NewSessionDialog.h"
#include "ui/PlainLabel.h"
#include "ui/RowView.h"
#include "ui/SavedMenu.h"
#include "ui/SessionForm.h"
#include "ui/Theme.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtGui/QStandardItemModel>
#include <QtGui/QTextDocument>
#include <QtGui/QTextLayout>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QInputDialog>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QToolTip>

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <memory>

using namespace Qt::StringLiterals;
using ui::RecordTabs;

namespace {

constexpr int mostRows = 100; // of a model that are looked at

// Whether Qt would make of it anything but the characters that stand there.
bool isPlain(const QString &text)
{
    if (!Qt::mightBeRichText(text))
        return true;
    QTextDocument document;
    document.setHtml(text);
    return !document.toRawText().contains(QChar::ObjectReplacementCharacter);
}

QStringList wrongTexts(const QWidget &widget)
{
    QStringList wrong;
    const QString name = QString::fromLatin1(widget.metaObject()->className());
    const auto check = [&wrong, &name](const char *what, const QString &text) {
        if (!isPlain(text))
            wrong << name + u' ' + QLatin1String(what) + u": "_s + text;
    };
    check("tool tip", widget.toolTip());
    check("what's this", widget.whatsThis());
    check("status tip", widget.statusTip());
    for (const QAction *action : widget.actions())
        check("tool tip of an action", action->toolTip());
    if (const auto *label = qobject_cast<const QLabel *>(&widget)) {
        if (qobject_cast<const ui::LinkLabel *>(label))
            check("links", label->text());
        else if (!label->text().isEmpty() && label->textFormat() != Qt::PlainText
                 && !label->inherits("QTipLabel"))
            wrong << name + u" guesses what it shows: "_s + label->text();
    }
    return wrong;
}

QStringList wrongTips(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QStringList wrong;
    for (int row = 0; row < std::min(mostRows, model.rowCount(parent)); ++row) {
        for (int column = 0; column < model.columnCount(parent); ++column) {
            const QModelIndex cell = model.index(row, column, parent);
            const QString tip = cell.data(Qt::ToolTipRole).toString();
            if (!isPlain(tip))
                wrong << QString::fromLatin1(model.metaObject()->className()) + u": "_s + tip;
            if (column == 0)
                wrong << wrongTips(model, cell);
        }
    }
    return wrong;
}

} // namespace

class PlainTextTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme_ = std::make_unique<ui::Theme>(*qApp);
        QVERIFY(folder_.isValid());
        QFile file(folder_.filePath(u"opened"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("x") == 1);
        file.close();
        watch_ = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        QVERIFY(inotify_add_watch(watch_, qPrintable(file.fileName()), IN_OPEN) >= 0);
        html_ = u"<img src=\"%1\">"_s.arg(file.fileName());
        utf8_ = html_.toStdString();
        QVERIFY(!isPlain(html_)); // the test itself can tell
    }

    void init()
    {
        settings_ = std::make_unique<QSettings>(folder_.filePath(u"s.ini"_s), QSettings::IniFormat);
        scene_ = std::make_unique<Scene>();
        window_ = std::make_unique<ui::MainWindow>(*theme_, scene_->all(), *settings_);
        window_->resize(1280, 720);
        window_->show();
        fill();
    }

    void cleanup()
    {
        window_.reset();
        scene_.reset();
        settings_.reset();
    }

    void cleanupTestCase() { ::close(watch_); }

    void theWindowTakesNothingForHtml()
    {
        window_->showNotice(html_, true);
        window_->showExportProgress(html_, 0.5);
        for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
            window_->tabs().setCurrentIndex(tab);
            ui::RowView &view = window_->tabs().view(RecordTabs::Tab(tab));
            scene_->tick(0);
            if (tab != RecordTabs::Timers)
                QTRY_VERIFY(view.model()->rowCount() > 0);
            view.selectRow(0);
            for (int at = 0; at < 3; ++at) {
                window_->inspector().findChild<QTabWidget *>()->setCurrentIndex(at);
                look();
            }
        }
        QTest::keyClicks(&window_->filter(), html_ + u":"_s);
        look();
    }

    void theModelsTakeNothingForHtml()
    {
        scene_->conversation.setConnection(1);
        scene_->conversation.setActive(true); // no view shows them
        scene_->log.setActive(true);
        scene_->events.setActive(true);
        scene_->tick(0);
        QTRY_VERIFY(scene_->conversation.rowCount() > 0);
        QStringList wrong;
        for (const QAbstractItemModel *model : std::initializer_list<const QAbstractItemModel *> {
                 &scene_->connections, &scene_->tasks, &scene_->timers, &scene_->warnings,
                 &scene_->sessions, &scene_->log, &scene_->events, &scene_->conversation})
            wrong << wrongTips(*model);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
        // They say it all the same.
        const QString tip = scene_->sessions.indexOf(4).data(Qt::ToolTipRole).toString();
        QTextDocument document;
        document.setHtml(tip);
        QCOMPARE(document.toPlainText(), html_);
    }

    void aTipUnderTheMouseOpensNothing()
    {
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        ui::RowView &view = window_->tabs().view(RecordTabs::Log);
        QTRY_VERIFY(view.model()->rowCount() > 0);
        const QModelIndex cell = view.model()->index(0, models::LogColumn::Detail);
        view.scrollTo(cell);
        QTRY_VERIFY(cell.data().isValid()); // it has been read
        const QPoint at = view.visualRect(cell).center();
        QHelpEvent event(QEvent::ToolTip, at, view.viewport()->mapToGlobal(at));
        QApplication::sendEvent(view.viewport(), &event);
        QTRY_VERIFY(QToolTip::isVisible());
        QVERIFY(QToolTip::text().contains(u"&lt;img"));
        look();
        QToolTip::hideText();
    }

    void theDialogsTakeNothingForHtml()
    {
        auto *created
            = new ui::NewSessionDialog(*theme_, models::SessionRole::Server, window_.get());
        models::SessionUrl url = created->form().url();
        url.host = html_;
        created->form().setUrl(url);
        created->open();
        look();
        created->close();

        // What Qt makes itself, with its own labels.
        ui::SavedMenu &saved = window_->inspector().composer().saved();
        saved.setCurrent({html_});
        Q_EMIT saved.aboutToShow();
        saved.actions().last()->trigger();
        QVERIFY(window_->findChild<QInputDialog *>());
        auto *box = new QMessageBox(QMessageBox::Question, u"A"_s, html_, {}, window_.get());
        ui::showPlainText(*box);
        box->open();
        look();
        box->close();
        window_->close(); // asks, since sessions are live
        QVERIFY(window_->findChild<QMessageBox *>(u"close-question"_s));
        look();
    }

    void recentSessionsAreShownAsTheyWereWritten()
    {
        const QString url = u"echo://127.0.0.1:1?api=streams&block=5"_s;
        const QString path = u"echo+unix://"_s + folder_.filePath(u"<img>&b"_s);
        settings_->setValue(u"sessions/recent"_s, QStringList {url, path});
        QStringList shown;
        for (QToolButton *button : window_->findChildren<QToolButton *>()) {
            if (button->accessibleName() != u"New server")
                continue;
            Q_EMIT button->menu()->aboutToShow();
            for (const QAction *action : button->menu()->actions()) {
                QVERIFY2(isPlain(action->toolTip()), qPrintable(action->toolTip()));
                QVERIFY(!action->isSeparator() || action->text() == u"Recent"
                        || action->text().isEmpty());
                if (action->text().startsWith(u"echo "))
                    shown << action->text();
            }
        }
        QVERIFY(shown.size() >= 1);
        for (const QString &text : std::as_const(shown)) // no character became a mnemonic
            QVERIFY2(QKeySequence::mnemonic(text).isEmpty(), qPrintable(text));
    }

    void aQuestionThatADialogOfQtOpensIsPlain()
    {
        QDialog dialog;
        ui::showPlainText(dialog);
        dialog.show();
        auto *box = new QMessageBox(QMessageBox::Warning, u"A"_s, html_, {}, &dialog);
        box->open();
        QCOMPARE(box->textFormat(), Qt::PlainText);
        look();
    }

    void bytesAndAddressesKeepTheirOrderFromRightToLeft_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("hex") << u"41 42 0d 0a d7 a9"_s;
        QTest::newRow("ascii") << u"(ab)..[1]!"_s;
        QTest::newRow("address") << u"[::1]:8881"_s;
        QTest::newRow("Hebrew host") << u"\u05d0\u05d1\u05d2:80"_s;
        QTest::newRow("Hebrew path") << u"/tmp/\u05d0\u05d1/1.sock"_s;
        QTest::newRow("its own marks") << u"a\u202e:80"_s;
    }

    void bytesAndAddressesKeepTheirOrderFromRightToLeft()
    {
        QFETCH(QString, text);
        const auto inkOf = [this, &text](Qt::LayoutDirection direction, Qt::Alignment alignment) {
            QStandardItemModel model(1, 1);
            model.setData(model.index(0, 0), text, Qt::DisplayRole);
            model.setData(model.index(0, 0), int(alignment), Qt::TextAlignmentRole);
            model.setData(model.index(0, 0), true, models::MonospaceRole);
            model.setData(model.index(0, 0), true, models::LiteralRole);
            QImage image(400, 30, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            painter.setLayoutDirection(direction);
            QStyleOptionViewItem option;
            option.direction = direction;
            option.rect = image.rect();
            ui::CellDelegate(*theme_).paint(&painter, option, model.index(0, 0));
            painter.end();
            QRect ink;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (image.pixel(x, y) != image.pixel(0, 0))
                        ink |= QRect(x, y, 1, 1);
            return image.copy(ink);
        };
        // On the right in all, so that it falls on the same pixels; numbers stay there.
        const QImage usual = inkOf(Qt::LeftToRight, Qt::AlignRight);
        QVERIFY(usual.width() > 10);
        QCOMPARE(inkOf(Qt::RightToLeft, Qt::AlignLeft), usual);
        QCOMPARE(inkOf(Qt::RightToLeft, Qt::AlignRight), usual);

        QTextLayout layout(models::shown::inOrder(text));
        QTextOption option;
        option.setTextDirection(Qt::LeftToRight);
        layout.setTextOption(option);
        layout.beginLayout();
        const QTextLine line = layout.createLine();
        layout.endLayout();
        qreal before = -1;
        for (int at = 0; at < layout.text().size(); ++at) {
            const qreal x = line.cursorToX(at);
            QVERIFY2(x >= before, qPrintable(u"character %1"_s.arg(at)));
            before = x;
        }
    }

    void whatIsCopiedFromALabelHasNoMarksOfItsPlace_data()
    {
        QTest::addColumn<models::Fact>("fact");
        QTest::addColumn<Qt::LayoutDirection>("direction");
        models::Fact fact;
        fact.label = u"Coroutine"_s;
        fact.value = u"server::Session::echo(StreamReader, StreamWriter)"_s;
        QTest::newRow("long words") << fact << Qt::LeftToRight;
        QTest::newRow("isolated") << fact << Qt::RightToLeft;
        fact.monospace = true;
        fact.value = u"/tmp/\u05d0\u05d1/1.sock"_s;
        QTest::newRow("in order") << fact << Qt::LeftToRight;
    }

    void whatIsCopiedFromALabelHasNoMarksOfItsPlace()
    {
        QFETCH(models::Fact, fact);
        QFETCH(Qt::LayoutDirection, direction);
        ui::FactsView facts(*theme_);
        facts.setLayoutDirection(direction);
        facts.showFacts({fact});
        facts.show();
        ui::PlainLabel *value = nullptr;
        const auto labels = facts.findChildren<ui::PlainLabel *>();
        for (ui::PlainLabel *label : labels) {
            if (label->accessibleName() == fact.label)
                value = label;
        }
        QVERIFY(value);
        QVERIFY(value->text() != fact.value); // something is there to be left out
        value->setSelection(0, int(value->text().size()));
        QTest::keySequence(value, QKeySequence::Copy);
        QTRY_COMPARE(QApplication::clipboard()->text(), fact.value);
    }

    void whichCellsAreLiteral()
    {
        using namespace models;
        const auto literal = [](const QAbstractItemModel &model, int column) {
            return model.index(0, column).data(LiteralRole).toBool();
        };
        QVERIFY(literal(scene_->connections, ConnectionColumn::Peer));
        QVERIFY(!literal(scene_->connections, ConnectionColumn::State));
        QVERIFY(!literal(scene_->warnings, WarningColumn::Message));
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        QTRY_VERIFY(scene_->log.rowCount() > 0);
        QVERIFY(literal(scene_->log, LogColumn::Time));
        QVERIFY(!literal(scene_->log, LogColumn::Detail));
        scene_->conversation.setConnection(1);
        scene_->conversation.setActive(true); // no view shows it
        scene_->tick(0);
        QTRY_VERIFY(scene_->conversation.rowCount() > 0);
        scene_->conversation.setMode(Conversation::Mode::Hex);
        QVERIFY(literal(scene_->conversation, ConversationColumn::Content));
        scene_->conversation.setMode(Conversation::Mode::Text);
        QVERIFY(!literal(scene_->conversation, ConversationColumn::Content));
    }

private:
    // One session, connection, task, timer, warning and event of each kind that outsiders name.
    void fill()
    {
        models::SessionRecord record;
        record.id.value = 4;
        record.loop.value = 1;
        record.kind = u"talk"_s;
        record.server = false;
        record.address = record.error = record.figures = html_;
        record.state = models::SessionRecord::Failed;
        scene_->sessions.setSession(record);
        record.id.value = 5;
        record.state = models::SessionRecord::Running;
        scene_->sessions.setSession(record);

        loop::Delta in = scene_->delta();
        models::test::open(in, 1, utf8_, 5);
        in.loopName = utf8_;
        in.opened.back().local = utf8_;
        in.opened.back().kind = loop::TransportKind::Tls;
        loop::TlsInfo info;
        info.version = "TLSv1.3";
        info.verification = loop::TlsVerification::Failed;
        for (std::string loop::TlsInfo::*text :
             {&loop::TlsInfo::cipher, &loop::TlsInfo::group, &loop::TlsInfo::alpn,
              &loop::TlsInfo::serverName, &loop::TlsInfo::problems, &loop::TlsInfo::ocsp,
              &loop::TlsInfo::failure, &loop::TlsInfo::lastStep, &loop::TlsInfo::alertSent,
              &loop::TlsInfo::alertReceived})
            info.*text = utf8_;
        info.peerChain = {{utf8_, utf8_, 0, 1, utf8_, ""}};
        in.opened.back().tls = std::make_shared<const loop::TlsInfo>(info);
        in.connections.back().error = utf8_;
        for (const std::uint64_t id : {1, 2}) {
            loop::TaskSample &task = models::test::task(in, id);
            task.error = utf8_;
            task.wait = id == 2 ? loop::WaitKind::Task : loop::WaitKind::Read;
            task.waitTarget = 1;
            in.created.back().name = utf8_;
            in.created.back().coroutine.function = utf8_.c_str();
        }
        in.chains.push_back({{1}, {{in.created.back().coroutine, {}}}, {{2}}});
        loop::WarningRecord warning;
        warning.message = utf8_;
        warning.connection.value = 1;
        warning.created.file = utf8_.c_str();
        in.warnings.push_back(warning);
        models::test::addEvent(in, loop::EventKind::DataIn, 1, utf8_, utf8_);
        scene_->hand(in);
    }

    void look()
    {
        QCoreApplication::processEvents();
        QStringList wrong;
        for (QWidget *widget : QApplication::allWidgets()) {
            wrong << wrongTexts(*widget);
            if (widget->isWindow() && widget->isVisible())
                (void)widget->grab();
            if (auto *view = qobject_cast<QAbstractItemView *>(widget); view && view->model())
                wrong << wrongTips(*view->model());
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
        std::array<char, 4096> events {};
        QVERIFY2(::read(watch_, events.data(), events.size()) < 0, "the file was opened");
    }

    QTemporaryDir folder_;
    int watch_ = -1;
    QString html_;
    std::string utf8_;
    std::unique_ptr<ui::Theme> theme_;
    std::unique_ptr<QSettings> settings_;
    std::unique_ptr<Scene> scene_;
    std::unique_ptr<ui::MainWindow> window_;
};

QTEST_MAIN(PlainTextTest)
#include "PlainTextTest.moc"
