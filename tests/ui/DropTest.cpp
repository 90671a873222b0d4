// SPDX-License-Identifier: GPL-3.0-or-later

// What is dropped on the window, and on the form of a new session, goes to where it belongs.

#include "tests/ui/Scene.h"
#include "ui/DroppedFiles.h"
#include "ui/MainWindow.h"
#include "ui/NewSessionDialog.h"
#include "ui/SessionForm.h"
#include "ui/Theme.h"

#include <QtCore/QMimeData>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtCore/QUrl>
#include <QtGui/QDropEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLineEdit>

#include <memory>

using namespace Qt::StringLiterals;
using models::SessionRole;
using ui::MainWindow;
using ui::NewSessionDialog;

class DropTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    void aCertificateBeginsAServerOverTls()
    {
        Scene scene;
        QSettings settings(folder_.filePath(u"s.ini"_s), QSettings::IniFormat);
        MainWindow window(*theme_, scene.all(), settings);
        QSignalSpy recordings(&window, &MainWindow::openRequested);
        QSignalSpy scenarios(&window, &MainWindow::openScenarioRequested);
        drop(window, {u"/tmp/a.loopscope"_s});
        QCOMPARE(recordings.size(), 1);
        drop(window, {u"/tmp/a.json"_s}); // a scenario, or rules: whoever reads it knows
        QCOMPARE(scenarios.size(), 1);
        drop(window, {u"/tmp/mine.pem"_s});
        auto *dialog = window.findChild<NewSessionDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->form().url().transport, u"tls"_s);
        QCOMPARE(fieldOf(*dialog, u"cert"_s), u"/tmp/mine.pem"_s);
        QCOMPARE(recordings.size(), 1);
        delete dialog;
        window.openNewServerWith(u"/tmp/rules.json"_s);
        dialog = window.findChild<NewSessionDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->form().url().kind, u"reply"_s);
        QCOMPARE(fieldOf(*dialog, u"rules"_s), u"/tmp/rules.json"_s);
    }

    void theFormPutsAFileWhereItBelongs()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Client, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.form().setKind(u"load"_s);
        dialog.show();
        QVERIFY(!dialog.findChild<QLineEdit *>(u"ca"_s)->isVisible());
        drop(dialog.form(), {u"/tmp/authority.crt"_s}); // whom a client believes
        QVERIFY(dialog.findChild<QLineEdit *>(u"ca"_s)->isVisible());
        QCOMPARE(fieldOf(dialog, u"ca"_s), u"/tmp/authority.crt"_s);
        drop(dialog.form(), {u"/tmp/mine.key"_s});
        QCOMPARE(fieldOf(dialog, u"key"_s), u"/tmp/mine.key"_s);
        QCOMPARE(dialog.form().url().transport, u"tls"_s);
        auto *own = dialog.findChild<QLineEdit *>(u"cert"_s);
        drop(*own, {u"/tmp/own file.pem"_s}); // a path, not a URL
        QCOMPARE(own->text(), u"/tmp/own file.pem"_s);
        QVERIFY(!dialog.form().takeFile(u"/tmp/a.loopscope"_s)); // no field is for such a one
        drop(dialog.form(), {u"/tmp/both.crt"_s, u"/tmp/both.key"_s}); // each finds its own
        QCOMPARE(fieldOf(dialog, u"ca"_s), u"/tmp/both.crt"_s);
        QCOMPARE(fieldOf(dialog, u"key"_s), u"/tmp/both.key"_s);
    }

    void whatIsDraggedOverAFieldIsItsTextOnceItIsDropped()
    {
        NewSessionDialog dialog(*theme_, SessionRole::Client, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.form().setKind(u"load"_s);
        dialog.show();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(u"/tmp/mine.pem"_s)});
        auto *field = dialog.findChild<QLineEdit *>(u"cert"_s);
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(field, &enter);
        QDragMoveEvent move(QPoint(6, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(field, &move);
        QVERIFY(enter.isAccepted() && move.isAccepted());
        QCOMPARE(field->text(), QString());
        QDropEvent dropped(QPointF(6, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(field, &dropped);
        QCOMPARE(field->text(), u"/tmp/mine.pem"_s);
    }

    // Whatever its letters; from a browser there is no file, and what has no place is not taken.
    void whatCannotBeTakenIsNotAccepted()
    {
        QCOMPARE(ui::kindOf(u"/tmp/MINE.PEM"_s), ui::FileKind::Certificate);
        QCOMPARE(ui::kindOf(u"/tmp/mine.Key"_s), ui::FileKind::Key);
        QCOMPARE(ui::kindOf(u"/tmp/a.cer"_s), ui::FileKind::Certificate);
        QCOMPARE(ui::kindOf(u"/tmp/a.JSON"_s), ui::FileKind::Json);
        QCOMPARE(ui::kindOf(u"/tmp/pem"_s), ui::FileKind::Recording);
        QMimeData data;
        data.setUrls({QUrl(u"https://localhost/a.pem"_s), QUrl::fromLocalFile(u"/tmp/b.pem"_s)});
        QCOMPARE(ui::filesOf(data), QStringList {u"/tmp/b.pem"_s});
        NewSessionDialog dialog(*theme_, SessionRole::Client, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.form().setKind(u"load"_s);
        dialog.show();
        data.setUrls({QUrl::fromLocalFile(u"/tmp/a.loopscope"_s)});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&dialog.form(), &enter);
        QVERIFY(enter.isAccepted()); // it is a file
        QDropEvent dropped(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&dialog.form(), &dropped);
        QVERIFY(!dropped.isAccepted());
    }

private:
    static void drop(QWidget &on, const QStringList &paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls << QUrl::fromLocalFile(path);
        data.setUrls(urls);
        const QPoint at = on.rect().center();
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&on, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&on, &dropped);
        QVERIFY(dropped.isAccepted());
    }

    static QString fieldOf(const NewSessionDialog &dialog, const QString &name)
    {
        const auto *line = dialog.findChild<QLineEdit *>(name);
        return line ? line->text() : u"(no such field)"_s;
    }

    QTemporaryDir folder_;
    std::unique_ptr<ui::Theme> theme_;
};

QTEST_MAIN(DropTest)
#include "DropTest.moc"
