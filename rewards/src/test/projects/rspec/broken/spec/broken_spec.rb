RSpec.describe AShelfThatNobodyWrote do
  it 'never runs' do
  end
end
