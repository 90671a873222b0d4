// SPDX-License-Identifier: GPL-3.0-or-later

// One fault with its controls, and the seed of all, while a plan comes from elsewhere.

#include "ui/FaultRow.h"
#include "ui/SeedBox.h"
#include "ui/Theme.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLineEdit>

using namespace Qt::StringLiterals;

class FaultRowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsBeingTypedIsNotOverwritten();
    void aSeedThatIsBeingTypedIsNotOverwritten();
    void theLargestSeedStays();
    void whatWasWrongIsNotSaidOfAnotherFault();
    void aDirectionIsChosenAndLeftAgain();
    void aValueIsSeenWholeInANarrowInspector();
    void spacesOfATextToMatchCount();
};

// But those around a number do not.
void FaultRowTest::spacesOfATextToMatchCount()
{
    const ui::Theme theme(*qApp);
    ui::FaultRow row(theme, models::parseFault(u"reset,match:QUIT,after:9"_s).fault.value(), true,
                     nullptr);
    row.setUnfolded(true);
    row.show();
    QVERIFY(QTest::qWaitForWindowExposed(&row));
    for (const QString &name : {u"match"_s, u"after"_s}) {
        auto *const field = row.findChild<QLineEdit *>(name);
        QVERIFY(field);
        field->setText(name == u"match"_s ? u" QUIT"_s : u" 7 "_s);
        QTest::keyClick(field, Qt::Key_Return);
    }
    QCOMPARE(row.fault().match, QByteArray(" QUIT"));
    QCOMPARE(row.fault(), models::parseFault(u"reset,match: QUIT,after:7"_s).fault.value());
}

// With many hits, in words as long as those of other languages.
void FaultRowTest::aValueIsSeenWholeInANarrowInspector()
{
    ui::Theme theme(*qApp);
    ui::FaultRow row(theme, models::parseFault(u"latency:1500ms"_s).fault.value(), true, nullptr);
    row.showHits(u"2.000.000.000 mal ist sie eingetreten"_s);
    const int inspector = 20 * theme.rowHeight() / 2;
    QVERIFY2(row.minimumSizeHint().width() <= inspector,
             qPrintable(QString::number(row.minimumSizeHint().width())));
    row.resize(inspector, row.sizeHint().height());
    row.show();
    QVERIFY(QTest::qWaitForWindowExposed(&row));
    const auto *value = row.findChild<QLineEdit *>({}, Qt::FindDirectChildrenOnly);
    QVERIFY(value);
    QVERIFY(value->fontMetrics().horizontalAdvance(value->text()) < value->contentsRect().width());
    QCOMPARE(value->cursorPosition(), 0);
}

// A plan comes from elsewhere while a person is in a field of one of its faults.
void FaultRowTest::whatIsBeingTypedIsNotOverwritten()
{
    const ui::Theme theme(*qApp);
    const auto fault = [](const QString &text) { return models::parseFault(text).fault.value(); };
    ui::FaultRow row(theme, fault(u"latency:50ms,jitter:10ms"_s), true, nullptr);
    row.setUnfolded(true);
    row.show();
    row.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&row));
    QLineEdit *value = nullptr, *jitter = nullptr;
    for (auto *field : row.findChildren<QLineEdit *>()) {
        if (field->accessibleName().startsWith(u"Value"))
            value = field;
        if (field->objectName() == u"jitter")
            jitter = field;
    }
    QVERIFY(value && jitter);
    value->setFocus();
    value->selectAll();
    QTest::keyClicks(value, u"7"_s);
    row.showFault(fault(u"latency:1s,jitter:20ms"_s), true);
    QCOMPARE(value->text(), u"7"_s);
    QCOMPARE(jitter->text(), u"20ms"_s); // nobody is in that one
    QTest::keyClicks(value, u"ms"_s);
    QTest::keyClick(value, Qt::Key_Return);
    QCOMPARE(row.fault(), fault(u"latency:7ms,jitter:20ms"_s));
}

void FaultRowTest::aSeedThatIsBeingTypedIsNotOverwritten()
{
    ui::SeedBox box(nullptr);
    box.setKeyboardTracking(false); // as in the tab
    box.setSeed(1);
    box.show();
    box.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&box));
    box.setFocus();
    box.setSeed(2); // nobody types yet
    QCOMPARE(box.seed(), quint64(2));
    box.selectAll();
    QTest::keyClicks(&box, u"5000000000"_s);
    box.setSeed(3);
    QTest::keyClick(&box, Qt::Key_Return);
    QCOMPARE(box.seed(), quint64(5'000'000'000));
}

// As large as a URL may have it; another would repeat other faults.
void FaultRowTest::theLargestSeedStays()
{
    ui::SeedBox box(nullptr);
    for (const quint64 seed :
         {quint64(0), quint64(1'000'000'001), quint64(999'999'999'999'999), quint64(1e15)}) {
        box.setSeed(seed);
        QCOMPARE(box.seed(), seed);
    }
}

// It is said of what stands in the fields, and of nothing else.
void FaultRowTest::whatWasWrongIsNotSaidOfAnotherFault()
{
    const ui::Theme theme(*qApp);
    const auto fault = [](const QString &text) { return models::parseFault(text).fault.value(); };
    ui::FaultRow row(theme, fault(u"latency:50ms"_s), true, nullptr);
    row.setUnfolded(true);
    row.show();
    row.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&row));
    const QSignalSpy edited(&row, &ui::FaultRow::edited);
    QLineEdit *value = nullptr, *other = nullptr;
    for (auto *field : row.findChildren<QLineEdit *>()) {
        if (field->accessibleName().startsWith(u"Value"))
            value = field;
        if (field->objectName() == u"message")
            other = field;
    }
    QVERIFY(value && other);
    value->setFocus();
    value->selectAll();
    QTest::keyClicks(value, u"soon"_s);
    QTest::keyClick(value, Qt::Key_Return);
    QVERIFY(!row.isRight());
    row.showFault(fault(u"latency:1s"_s), true); // while the person is in that field still
    QVERIFY(!row.isRight());
    other->setFocus();
    row.showFault(fault(u"latency:2s"_s), true);
    QCOMPARE(value->text(), u"2s"_s);
    QVERIFY(row.isRight());
    QCOMPARE(edited.size(), 0);
}

void FaultRowTest::aDirectionIsChosenAndLeftAgain()
{
    const ui::Theme theme(*qApp);
    ui::FaultRow row(theme, models::parseFault(u"latency:50ms"_s).fault.value(), true, nullptr);
    row.setUnfolded(true);
    row.show();
    row.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&row));
    auto *direction = row.findChild<QComboBox *>();
    QVERIFY(direction);
    const QSignalSpy edited(&row, &ui::FaultRow::edited);
    direction->setFocus();
    QTest::keyClick(direction, Qt::Key_Down);
    QCOMPARE(row.fault().direction, models::FaultDirection::In);
    QTest::keyClick(direction, Qt::Key_Down);
    QCOMPARE(row.fault().direction, models::FaultDirection::Out);
    QCOMPARE(edited.size(), 2);
    QTest::keyClick(direction, Qt::Key_Home);
    QCOMPARE(row.fault(), models::parseFault(u"latency:50ms"_s).fault.value());
    row.showFault(models::parseFault(u"latency:50ms,direction:out"_s).fault.value(), true);
    QCOMPARE(direction->currentData().toString(), u"out"_s);
    row.showFault(models::parseFault(u"latency:50ms"_s).fault.value(), true);
    QCOMPARE(direction->currentData().toString(), QString());
    QCOMPARE(edited.size(), 3);
}

QTEST_MAIN(FaultRowTest)
#include "FaultRowTest.moc"
