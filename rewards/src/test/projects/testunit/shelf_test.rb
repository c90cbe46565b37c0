require 'test/unit'

class ShelfTest < Test::Unit::TestCase
  def test_holds
    assert_equal 2, 1 + 1
  end

  def test_bends
    assert_equal 'bent', 'straight'
  end

  def test_breaks
    raise KeyError, 'no such board'
  end

  def test_cellar
    omit 'no cellar here'
  end

  def test_later
    pend 'later'
  end

  test 'says what it does' do
    assert true
  end
end
