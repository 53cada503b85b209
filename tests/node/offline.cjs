// What the page for the disk says about tokens: reads [{name, token, keys, list, at}], prints {name: answer or refusal}.
const fs = require('node:fs');
const path = require('node:path');
const {checkToken, Refused} = require(path.resolve(__dirname, '../../learners/credentials/standalone/checking.js'));

const cases = JSON.parse(fs.readFileSync(0, 'utf8'));
const answer = async each => {
  try {
    const at = each.at ? new Date(each.at) : new Date();
    const told = await checkToken(each.token, each.keys, {listText: each.list ?? '', at});
    return [told.verdict, told.revocation ?? ''];
  } catch (error) {
    if (error instanceof Refused) return ['refused', error.message];
    throw error;
  }
};
Promise.all(cases.map(async each => [each.name, await answer(each)])).then(found => {
  console.log(JSON.stringify(Object.fromEntries(found)));
});
