class Shelf
  def self.build; end
end

RSpec.describe Shelf do
  it 'holds books' do
    puts '  bends'
    puts '9 examples, 0 failures'
    expect([1, 2].size).to eq 2
  end

  it 'bends' do
    expect('bent').to eq 'straight'
  end

  it 'breaks' do
    raise KeyError, 'no such board'
  end

  xit 'has a cellar' do
    raise
  end

  it 'has a door'

  it 'has glue' do
    pending 'the glue is wet'
    expect(1).to eq 2
  end

  it 'is magnetic' do
    pending 'nobody believed it'
    expect(1).to eq 1
  end

  it { expect(2).to eq 2 }

  describe '#paint' do
    context 'when wet' do
      it 'dries (in 2 s)' do
        expect(true).to be true
      end

      it 'shines' do
        expect(true).to be false
      end
    end
  end

  describe '.build' do
    it 'builds' do
      Shelf.build
    end
  end

  it 'is seen after its inner groups' do
  end
end

RSpec.describe 'a drawer' do
  it 'holds books' do
  end
end

RSpec.describe 'a ladder' do
  before(:context) { raise 'no wood' }

  it 'reaches the top' do
  end
end
