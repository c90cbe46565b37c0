require 'minitest/autorun'

class ShelfTest < Minitest::Test
  def test_holds
    puts 'ShelfTest#test_bends = 0.00 s = .'
    assert_equal 2, 1 + 1
  end

  def test_bends
    assert_equal 'bent', 'straight'
  end

  def test_breaks
    raise KeyError, 'no such board'
  end

  def test_cellar
    skip 'no cellar here'
  end
end

describe 'drawer' do
  it 'opens wide' do
    _(1).must_equal 1
  end

  describe 'when painted' do
    it 'dries' do
      _(1).must_equal 2
    end
  end
end
