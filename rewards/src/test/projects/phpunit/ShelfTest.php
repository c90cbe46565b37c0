<?php

namespace Example;

use PHPUnit\Framework\TestCase;

final class ShelfTest extends TestCase
{
    public function testHolds(): void
    {
        $this->assertSame(2, 1 + 1);
    }

    public function testBendsALittle(): void
    {
        $this->assertSame('bent', 'straight');
    }

    public function testBreaks(): void
    {
        throw new \RuntimeException('no such board');
    }

    public function testCellar(): void
    {
        $this->markTestSkipped('no cellar here');
    }

    /** @dataProvider titles */
    public function testTitleFits(string $title): void
    {
        $this->assertSame(3, strlen($title));
    }

    public static function titles(): array
    {
        return ['a short one' => ['one'], 'a long one' => ['two words']];
    }
}
